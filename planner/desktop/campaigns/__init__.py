"""Campaigns: their list, and one campaign with its brief, its audience and its guardrails."""

"""Shoal: a campaign planner that cannot target a person."""

__version__ = "0.1.0"

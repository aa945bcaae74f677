"""The key of a workspace on a screen: its recovery code, its renewal, and who keeps it."""

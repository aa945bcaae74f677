"""Start: the way into a workspace, and what was worked on lately."""

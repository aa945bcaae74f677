"""The verbs of the product: each takes a workspace and a clock and returns what changed."""

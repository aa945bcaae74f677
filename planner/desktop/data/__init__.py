"""Data: populations, their segments, and how customers become them."""

"""What leaves the product: one module a target."""

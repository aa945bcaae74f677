"""What the README's figures are made with: ratios measured in one run against a named reference."""

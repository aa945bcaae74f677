"""What is true: attributes, segments, rules, audiences. No files, SQL, clock, randomness or network."""

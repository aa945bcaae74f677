"""What `installer.spec` is made with: the frozen application is computed from what the program needs, not listed."""

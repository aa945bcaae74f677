"""The desktop: windows and pages over the same services as the command line."""

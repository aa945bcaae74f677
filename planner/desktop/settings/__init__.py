"""Settings: the policy of the workspace, and taste on this machine."""

"""The only rooms that know SQLite, files and the key ring."""

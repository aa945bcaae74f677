"""How people become cells: the only rooms where a customer row may exist, in memory, in a child process."""

"""How entries lie in a Markdown page: its lines, what starts an entry, and the fields of its body."""

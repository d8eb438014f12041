"""From what people write about an entry to the typed entry, whatever the format of the file."""

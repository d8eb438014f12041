"""Files as text: which ones, decoded, and as YAML nodes with line numbers."""

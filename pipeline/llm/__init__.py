"""The only importer of the openai client."""

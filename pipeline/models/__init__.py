"""The nouns of the pipeline, frozen and typed."""

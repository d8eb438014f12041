"""Asking a language model: requests, replies kept, limits, usage and prompts; the only importer of openai."""

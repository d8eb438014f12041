"""Pending drafts, decisions and merging."""

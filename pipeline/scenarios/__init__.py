"""Entries to scenarios, RUN- numbers and coverage."""

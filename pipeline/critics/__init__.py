"""Rules that judge a runbook, their registry and engine."""

"""Evidence to draft to runbook; one file an engine."""

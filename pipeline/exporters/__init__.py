"""One output format a file: runbook to text."""

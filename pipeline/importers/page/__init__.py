"""The reader of runbook pages in any layout, part by part."""

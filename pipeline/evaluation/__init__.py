"""Data sets, scorers, reports and comparison."""

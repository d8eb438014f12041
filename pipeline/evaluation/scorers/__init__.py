"""Scorers, one a file: each module states its MEASURES and has a function `score`; nothing else has to be edited."""

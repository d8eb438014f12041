"""The procedure library and its matcher."""

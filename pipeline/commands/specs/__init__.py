"""Specifications of command lines: data files, and the script that makes them."""

"""Small shapes of text that drafts share; none lets an entry's text change the shape of a runbook."""

from __future__ import annotations

import re

# What would be a heading, a fence, a comment, a list or a label of the template at the start of a line.
_STRUCTURE = re.compile(r"#|`{3}|~{3}|<!--|-|>|\||(Commands|Verification|Linked IDs):")


def line(text: str) -> str:
    """Return the text on one line."""
    return " ".join(text.split())


def bare(text: str) -> str:
    """Return the text on one line, without its last full stop."""
    return line(text).rstrip(".")


def sentence(text: str) -> str:
    """Return the text on one line, ended by a full stop where it has no end."""
    said = line(text)
    return said if not said or said.endswith((".", "!", "?", ":")) else f"{said}."


def paragraph(text: str) -> str:
    """Return the text as a sentence that may start a line: a leading mark of structure is escaped."""
    said = sentence(text)
    return f"\\{said}" if _STRUCTURE.match(said) else said

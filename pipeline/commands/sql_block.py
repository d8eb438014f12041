"""Blocks and lines of SQL → what they do."""

from __future__ import annotations

from pipeline.commands import placeholders, sql
from pipeline.commands.body import Body
from pipeline.commands.reading import misspelt
from pipeline.commands.vocabulary import words
from pipeline.models.command import Analysis, FaultKind, Invocation


def read(text: str, label: str) -> Analysis:
    """Read a block of SQL; its fence's label may name a dialect."""
    marks = placeholders.find(text, "sql")
    body = Body(text, marks)
    add(body, 0, placeholders.mask(text, marks), sql.DIALECTS.get(label, "postgres"))
    return body.analysis("sql")


def read_if_parsed(text: str, label: str) -> Analysis | None:
    """Read a block that looks like SQL, None where it does not parse as such."""
    found = read(text, label)
    return found if found.parsed else None


def add(body: Body, offset: int, text: str, dialect: str, certain: bool = True) -> None:
    """Add the statements of a piece of a block; one that does not parse is a fault where the piece is certainly SQL."""
    for statement in sql.statements(text, dialect):
        start = offset + statement.start
        if statement.error and certain:
            body.fault(FaultKind.SYNTAX, start, start, f"the SQL does not parse {statement.error}")
        note(body, statement, start, certain)
        invocation = Invocation(
            tool="sql",
            subcommand=(statement.verb.lower(),),
            known=True,
            effect=statement.effect,
            text=body.text[start : start + len(statement.text)],
            line=body.line(start),
        )
        body.invocations.append(invocation)


def note(body: Body, statement: sql.Statement, start: int, certain: bool = True) -> None:
    """Note a \\watch, which repeats a query for ever, and a statement whose first word is one letter off."""
    if statement.verb == "\\watch":
        body.fault(FaultKind.ENDLESS, start, start, "`\\watch` repeats until you stop it; leave it out")
    meant = misspelt(statement.verb.lower(), words("statements")) if statement.verb.isalpha() else ""
    if certain and meant and not body.has(FaultKind.SYNTAX):
        message = f'SQL has no statement "{statement.verb}"; did you mean "{meant.upper()}"?'
        body.fault(FaultKind.SYNTAX, start, start, message)

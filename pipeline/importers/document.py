"""A runbook in any Markdown layout → a Document with line numbers, for critics to read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import PurePath

from pipeline.importers.page.facts import facts
from pipeline.importers.page.pieces import Kind, Piece, split_pieces
from pipeline.importers.page.sections import sections
from pipeline.importers.page.steps import StepReader, inline_code
from pipeline.models.document import Document, Layout, Located, LocatedBlock, Role, Section
from pipeline.models.runbook import Block

_RUN = re.compile(r"(?P<id>RUN-[\w.-]+)(?:\s*[:–—-]\s*|\s+)(?P<title>.+)")
_STEP = re.compile(r"Step \d+: ")
_LINK = re.compile(r"!?\[(?:[^\[\]]|\[[^\]]*\])*\]\(\s*<?([^\s)>]+)>?(?:\s+[\"'(][^)]*)?\)")
_ANCHOR = re.compile(r"<a\s+(?:name|id)=[\"']([^\"']+)|\{#([\w-]+)\}")
_CODE = re.compile(r"(`+)(?!`).+?(?<!`)\1(?!`)", re.DOTALL)


def read_document(text: str, path: str = "") -> Document:
    """Read a runbook file in whichever layout its author chose. No text is wrong: the worst case is an empty
    document."""
    pieces, targets = split_pieces(text)
    found = sections(pieces, text.count("\n") + (not text.endswith("\n")))
    identity, title = _identity(pieces, path)
    return Document(
        path=path,
        text=text,
        layout=_layout(identity, pieces, found),
        id=identity,
        title=title,
        facts=facts(text, pieces, found),
        sections=found,
        steps=StepReader(pieces, found).read(),
        prose=tuple(Located(text=p.text, line=p.line) for p in pieces if p.kind in (Kind.PARAGRAPH, Kind.ROW)),
        blocks=tuple(_block(p) for p in pieces if p.kind is Kind.CODE),
        inline=tuple(located for p in pieces if p.kind is not Kind.CODE for located in inline_code(p)),
        links=tuple(_links(pieces, targets)),
        anchors=tuple(_anchors(pieces)),
    )


def runbook_id(text: str) -> str:
    """Return the RUN- number that the text's first lines declare, or "", without reading the rest."""
    for line in text[:2000].split("\n")[:12]:
        if match := _RUN.fullmatch(line.strip().lstrip("# ")):
            return match["id"]
    return ""


def _block(piece: Piece) -> LocatedBlock:
    return LocatedBlock(block=Block(language=piece.info, text=piece.text), line=piece.line)


def _identity(pieces: Sequence[Piece], path: str) -> tuple[str, str]:
    """Return the RUN- number ("" for none) and the title: the first heading's, or the file's name."""
    for piece in pieces[:3]:
        first = piece.text.split("\n")[0].strip()
        if piece.kind in (Kind.HEADING, Kind.PARAGRAPH) and (match := _RUN.fullmatch(first)):
            return match["id"], match["title"]
    heading = next((p.text for p in pieces if p.kind is Kind.HEADING), "")
    return "", heading or PurePath(path).stem


def _layout(identity: str, pieces: Sequence[Piece], found: Sequence[Section]) -> Layout:
    titles = {section.title.casefold() for section in found}
    stepped = any(p.kind is Kind.HEADING and _STEP.match(p.text) for p in pieces)
    if "procedure" in titles and (identity or (stepped and {"scope", "escalation"} & titles)):
        return Layout.TEMPLATE
    if {"diagnosis", "mitigation"} & titles and {"meaning", "impact", "diagnosis", "mitigation"} - titles != titles:
        return Layout.ALERT_PAGE
    numbered = sum(p.ordered and p.starts and p.nested == 1 for p in pieces) > 1
    steps = stepped or numbered or any(s.role is Role.PROCEDURE for s in found)
    return Layout.STEPS if steps else Layout.FREE


def _links(pieces: Sequence[Piece], targets: Sequence[tuple[str, int]]) -> Iterator[Located]:
    for piece in pieces:
        if piece.kind in (Kind.CODE, Kind.HTML):
            continue
        prose = _CODE.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), piece.text)
        for match in _LINK.finditer(prose):
            yield Located(text=match[1], line=min(piece.line + prose.count("\n", 0, match.start()), piece.last))
    for target, line in targets:
        yield Located(text=target, line=line)


def _anchors(pieces: Sequence[Piece]) -> Iterator[str]:
    """Yield what a link inside the page may point to: headings as GitHub spells them, and anchors set by hand."""
    counts: dict[str, int] = {}
    for piece in pieces:
        if piece.kind is Kind.HEADING:
            slug = _slug(piece.text)
            repeated = counts.get(slug, 0)
            counts[slug] = repeated + 1
            yield f"{slug}-{repeated}" if repeated else slug
        if piece.kind is not Kind.CODE:
            yield from (match[1] or match[2] for match in _ANCHOR.finditer(piece.text))


def _slug(title: str) -> str:
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)|`", lambda match: match[1] or "", title).strip().lower()
    return re.sub(r"\s", "-", re.sub(r"[^\w\s-]", "", text))

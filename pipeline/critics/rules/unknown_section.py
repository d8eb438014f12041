"""The text sends the operator to a section or an appendix that is not there.

“See the section “Failover” below.” There is none: it was renamed, or never written. Only names in quotes, in bold, or
with the
word “section” or “appendix” beside them are looked up; part of a heading is enough to find it.

Bad:

````markdown
# Queue too long

## Mitigation

If the broker is down, follow the steps in the section “Failover” below.
````

Good:

````markdown
# Queue too long

## Mitigation

If the broker is down, follow the steps in the section “Failover” below.

## Failover to the second broker

Run `rabbitmqctl forget_cluster_node rabbit@one`.
````
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.critics.context import Context
from pipeline.critics.hit import Hit, spot
from pipeline.models.document import Document, Located
from pipeline.models.finding import Defect, Level

name = "unknown-section"
defect = Defect.DANGLING_REFERENCE
level = Level.WARNING

_QUOTED = r"[\"“'*_]{{1,3}}(?P<{0}>[A-Z][^\"”“*_\n]{{2,60}}?)[\"”'*_]{{1,3}}"
_REFERENCES = (
    rf"\b(?:[Ss]ections?|[Cc]hapters?|[Pp]aragraphs?|[Hh]eadings?)\s+{_QUOTED.format('after')}",
    rf"{_QUOTED.format('before')}\s+section\b",
    rf"\b(?:described|explained|documented|shown|listed)\s+(?:in|under)\s+{_QUOTED.format('under')}(?:\s+(?:above"
    rf"|below))",
    rf"\b(?:described|explained|documented|shown|listed)\s+(?:below|above)\s+(?:in|under)\s+{_QUOTED.format('placed')}",
    r"\b(?:the|in)\s+(?P<plain>[A-Z][a-z]+(?:\s+[A-Z][a-z]+){0,2})\s+section\b(?!\s+(?:of|in|on|from)\b)",
    r"\b(?P<appendix>[Aa]ppendix\s+[A-Z\d])\b",
)
_NUMBERED = re.compile(
    r"(?<!RFC \d{4} )\b(?:sections?|chapters?)\s+(?P<number>\d{1,2}(?:\.\d{1,2})+)\b"
    r"(?!\.\d|\s*(?:,\s*)?(?:of|in|from)\b)",
    re.IGNORECASE,
)
_REFERENCE = re.compile("|".join(_REFERENCES))
_ELSEWHERE = re.compile(
    r"\]\(|\]\[|https?://|^\W*(?:of|in|on|from)\s|\b(?:documentation|docs?|console|page|UI|guide|dashboard|select|click"
    r"|navigate|access|expand|tab|menu)\b",
    re.IGNORECASE,
)


def check(document: Document, context: Context) -> Iterator[Hit]:
    """Report references to headings that the page does not have; what is linked, or lies elsewhere, is left alone."""
    titles = [" ".join(re.findall(r"\w+", section.title.lower())) for section in document.sections]
    for located in document.prose:
        yield from _in_text(document, located, titles)
        yield from _numbered(document, located)
    for section in document.sections:
        title = Located(text=section.title, line=section.first)
        if not section.title.lower().startswith("appendix"):
            yield from _in_text(
                document, title, [t for s, t in zip(document.sections, titles, strict=True) if s is not section]
            )


def _in_text(document: Document, located: Located, titles: Sequence[str]) -> Iterator[Hit]:
    for match in _REFERENCE.finditer(located.text):
        wanted = next(filter(None, match.groups()))
        words = " ".join(re.findall(r"\w+", wanted.lower()))
        around = (
            located.text[max(0, match.start() - 60) : match.end() + 80]
            .replace("in this page", "")
            .replace("on this page", "")
        )
        if _ELSEWHERE.search(around) or any(words in title or title in words for title in titles if title):
            continue
        message = f"no heading on this page is “{wanted}”; correct the reference, or write the section"
        yield spot(document, located, match.start(), match.end(), message)


def _numbered(document: Document, located: Located) -> Iterator[Hit]:
    """Yield references such as “section 4.2” to a number that no heading has."""
    for match in _NUMBERED.finditer(located.text):
        heading = re.compile(rf"\W*(?:section\s+|chapter\s+)?{re.escape(match['number'])}(?![\d.]*\d)", re.IGNORECASE)
        around = located.text[max(0, match.start() - 60) : match.end() + 80]
        if not _ELSEWHERE.search(around) and not any(
            heading.match(document.lines[s.first - 1]) for s in document.sections
        ):
            message = f"no heading on this page has the number {match['number']}; correct the reference"
            yield spot(document, located, match.start(), match.end(), message)

"""The findings of all files → one list of entries without duplicates, in the order of files and lines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import cast

from pipeline.importers.entries.found import Found, Importer, Settling
from pipeline.models.entry import AnyEntry
from pipeline.models.intake import Problem, ProblemLevel

_KEPT = frozenset({"id", "title", "source", "kind", "type", "fields", "linked", "deprecated", "status"})


@dataclass(slots=True)
class Combined:
    """The entries of all files, and the problems of the files and of their combination."""

    entries: list[AnyEntry] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def combine(found: Sequence[Found], settling: Sequence[Importer]) -> Combined:
    """Combine what was found.

    Of two entries with one ID the first is kept and the second is an error. A summary with the title of a full entry
    fills the fields that this one leaves open.
    """
    combined = Combined(problems=[problem for one in found for problem in one.problems])
    entries = sorted((entry for one in found for entry in one.entries), key=_place)
    for module in settling:
        entries, problems = cast(Settling, module).settle(entries)
        combined.problems += problems
    by_id: dict[str, AnyEntry] = {}
    for entry in entries:
        first = by_id.setdefault(entry.id, entry)
        if first is not entry:
            same = first.content_digest() == entry.content_digest()
            combined.problems.append(_same(entry, first) if same else _duplicate(entry, first))
    full = set(by_id)
    for summary in sorted((entry for one in found for entry in one.summaries), key=_place):
        first = by_id.setdefault(summary.id, summary)
        if first is summary:
            continue
        if summary.id in full and _same_title(first, summary):
            by_id[summary.id] = _filled(first, summary)
            combined.problems.append(_repeats(summary, first))
        else:
            combined.problems.append(_duplicate(summary, first))
    combined.entries = sorted(by_id.values(), key=_place)
    return combined


def _place(entry: AnyEntry) -> tuple[str, int]:
    return entry.source.path, entry.source.line


def _duplicate(entry: AnyEntry, first: AnyEntry) -> Problem:
    what = f"{entry.id} “{entry.title[:60]}” has the ID of “{first.title[:60]}” at {first.source}, which is kept"
    return Problem(source=entry.source, level=ProblemLevel.ERROR, what=what, what_next="give one of them another ID")


def _same(entry: AnyEntry, first: AnyEntry) -> Problem:
    what = f"{entry.id} says the same as at {first.source}; it is kept once"
    return Problem(source=entry.source, level=ProblemLevel.NOTE, what=what, what_next="remove one of them")


def _repeats(summary: AnyEntry, first: AnyEntry) -> Problem:
    what = f"{summary.id} stands in full at {first.source}; this only fills what is left open there"
    return Problem(source=summary.source, level=ProblemLevel.NOTE, what=what, what_next="")


def _same_title(one: AnyEntry, other: AnyEntry) -> bool:
    """Whether two titles are about the same: one holds the other, or they share half of the words of the shorter."""
    words = [set(re.findall(r"\w{3,}", entry.title.casefold())) for entry in (one, other)]
    shorter = min(len(words[0]), len(words[1]))
    return shorter == 0 or 2 * len(words[0] & words[1]) >= shorter


def _filled(entry: AnyEntry, summary: AnyEntry) -> AnyEntry:
    """Return the entry with what only the summary says."""
    if type(entry) is not type(summary):
        return entry
    update: dict[str, object] = {
        name: getattr(summary, name)
        for name in type(entry).model_fields
        if name not in _KEPT and getattr(entry, name) in ("", None, ()) and getattr(summary, name) not in ("", None, ())
    }
    known = {one.key.casefold() for one in entry.fields}
    update["fields"] = entry.fields + tuple(one for one in summary.fields if one.key.casefold() not in known)
    update["linked"] = tuple(dict.fromkeys(entry.linked + summary.linked))
    if not any(key.startswith("status") for key in known) and hasattr(summary, "status"):
        update["status"] = summary.status
    return entry.model_copy(update=update)

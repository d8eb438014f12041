"""MON-, DEP- and RISK- entries in Markdown or plain text, in the spec's form and in those that people really write."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from pipeline.importers.entries.found import Found, RawEntry
from pipeline.importers.entries.ids import Declared, declared, kind_of
from pipeline.importers.entries.typed import typed
from pipeline.importers.entries.vocabulary import evidence, known, normal
from pipeline.importers.entries_yaml import entry_fields, raw_entries
from pipeline.importers.markdown.fields import read_fields
from pipeline.importers.markdown.headers import Head, bare_head, head, heading_depth, id_line
from pipeline.importers.markdown.items import first_sentence, item_fields, item_head
from pipeline.importers.markdown.lines import Line, Page, is_rule, page
from pipeline.importers.markdown.tables import table_at, table_entries
from pipeline.importers.text.input_file import InputFile
from pipeline.importers.text.yaml_nodes import Mapping, read_yaml
from pipeline.models.entry import AnyEntry, Field
from pipeline.models.intake import Problem

SUFFIXES = (".md", ".markdown", ".mdown", ".txt")

_PREFIX = re.compile(r"(?:MON|DEP|RISK)-", re.IGNORECASE)
_YAML_ID = re.compile(r"id[\"']?\s{0,3}:\s{0,3}[\"']?(?:MON|DEP|RISK)-[0-9]", re.IGNORECASE)
_FIELD_LINE = re.compile(r"[ \t]{0,3}(?:[-*+] )?\**(?P<key>[^\W\d_][^:：\n]{0,50})\**[:：]")
_BARE = 99  # the depth of an entry that no heading starts: any heading ends it
_RUNBOOK = 0  # the depth of a bare runbook: its own headings do not end it


@dataclass(slots=True)
class _Open:
    """An entry being read: what starts it, where, and the lines of its body."""

    head: Head
    line: int
    depth: int
    fence: int
    body: list[Line] = field(default_factory=list)
    fields: tuple[Field, ...] = ()
    by_line: bool = False  # started by a line that gives its ID, so that the next such line starts another one


def sniff(file: InputFile) -> bool:
    """Whether the text mentions an ID of ours at all."""
    return bool(_PREFIX.search(file.text))


def read(file: InputFile) -> Found:
    """Read all entries of a page; tables and list items count as summaries."""
    reader = _Reader(file, page(file.lines))
    reader.run()
    return reader.found()


class _Reader:
    """Cuts a page into the lines of each entry."""

    def __init__(self, file: InputFile, contents: Page) -> None:
        self._file = file
        self._lines = contents.lines
        self._stack: list[_Open] = []
        self._done: list[_Open] = []
        self._summaries: list[RawEntry] = []
        self._raws: list[RawEntry] = []
        self._problems: list[Problem] = []
        self._skipped: set[int] = set()
        self._front_matter(contents)
        self._yaml_fences()

    def run(self) -> None:
        """Read the page from its first line to its last."""
        position = 0
        while position < len(self._lines):
            position += self._take(position)
        self._done += self._stack

    def found(self) -> Found:
        """Return the entries and problems, in the order of their lines."""
        entries: list[AnyEntry] = []
        summaries: list[AnyEntry] = []
        for opened in sorted(self._done, key=lambda one: one.line):
            raw = self._raw(opened)
            if raw is not None:
                self._raws.append(raw)
        problems = list(self._problems)
        for raws, into in ((self._raws, entries), (self._summaries, summaries)):
            for raw in raws:
                entry, more = typed(raw)
                problems += more
                if entry is not None:
                    into.append(entry)
        problems.sort(key=lambda one: one.source.line)
        return Found(entries=tuple(entries), summaries=tuple(summaries), problems=tuple(problems))

    def _raw(self, opened: _Open) -> RawEntry | None:
        """Return the entry as written; None for a runbook, and for a heading that merely mentions an ID."""
        about = opened.head
        if kind_of(about.id) == "RUN":
            return None
        fields = opened.fields + read_fields(kind_of(about.id), opened.body, opened.fence)
        if opened.depth == _BARE and not any(one.key for one in fields):
            fields = ()  # a line in a mere list of titles
        if not about.sure and not any(normal(one.key) in evidence(kind_of(about.id)) for one in fields):
            return None
        if about.declared is Declared.TEMPLATE:
            what = f"{about.id} is an unfilled template; it was not imported"
            self._problems.append(self._file.note(opened.line, what, "fill it in, or delete it"))
            return None
        return RawEntry(
            id=about.id,
            title=about.title,
            source=self._file.at(opened.line),
            fields=fields,
            deprecated=about.deprecated,
        )

    def _take(self, position: int) -> int:
        """Read the line at a position; return how many lines that took."""
        line = self._lines[position]
        if line.fence in self._skipped:
            return 1
        if line.marker:
            self._fence_marker(line)
        elif not line.readable or not line.text.strip():
            self._keep(line)
        elif line.headings and (depth := heading_depth(line.text)):
            self._heading(line, head(line.text[depth:]), depth)
        elif is_rule(line.text):
            self._rule(line)
        elif rows := self._table(position):
            return rows
        elif (found := bare_head(line.text)) and self._starts_bare(position, found):
            return self._bare(position, found)
        elif not self._own_id(position) and not self._item(position):
            self._keep(line)
        return 1

    def _keep(self, line: Line) -> None:
        if self._stack and kind_of(self._stack[-1].head.id) != "RUN":
            self._stack[-1].body.append(line)

    def _push(self, about: Head, line: Line, depth: int, fields: tuple[Field, ...] = ()) -> None:
        if about.declared is Declared.INVALID:
            what = f"“{about.id[:60]}” is no valid ID; its entry was not imported"
            self._problems.append(self._file.error(line.number, what, "use an ID such as MON-012"))
        else:
            self._stack.append(_Open(about, line.number, depth, line.fence, fields=fields))

    def _close(self, depth: int, fence: int) -> None:
        while self._stack and self._stack[-1].fence == fence and self._stack[-1].depth >= depth:
            self._done.append(self._stack.pop())

    def _fence_marker(self, line: Line) -> None:
        opened = len(self._stack)
        while self._stack and self._stack[-1].fence == line.fence:
            self._done.append(self._stack.pop())
        if opened == len(self._stack):
            self._keep(line)

    def _heading(self, line: Line, about: Head | None, depth: int) -> None:
        if about is not None and self._stack and self._stack[-1].depth == 0 and self._stack[-1].head.id == about.id:
            self._adopt_title(about)
            return
        self._close(depth, line.fence)
        if about is not None:
            self._push(about, line, depth)
        else:
            self._keep(line)

    def _adopt_title(self, about: Head) -> None:
        """Let the entry of a front matter take its title from a heading that repeats its ID."""
        opened = self._stack[-1]
        if not opened.head.title:
            opened.head = Head(opened.head.declared, opened.head.id, about.title, deprecated=about.deprecated)

    def _rule(self, line: Line) -> None:
        self._close(_BARE, line.fence)
        self._keep(line)

    def _starts_bare(self, position: int, about: Head) -> bool:
        """Whether a bare "ID: title" line starts an entry: in a fence it does, elsewhere fields must follow it."""
        line = self._lines[position]
        if self._stack and self._stack[-1].head.id == about.id:
            return False
        if line.fence or kind_of(about.id) == "RUN":
            return True
        before = self._lines[position - 1].text.strip() if position else ""
        free = not before or is_rule(before) or before.startswith(("#", "`", "~", "<"))
        after = next((one.text for one in self._lines[position + 1 : position + 4] if one.text.strip()), "")
        key = _FIELD_LINE.match(after)
        if key is not None and normal(key["key"]) in known(kind_of(about.id)):
            return True
        return free and (key is not None or (bool(after) and _is_underline(after)))

    def _bare(self, position: int, about: Head) -> int:
        line = self._lines[position]
        following = self._lines[position + 1 : position + 2]
        if not line.fence and following and _is_underline(following[0].text):
            self._heading(line, about, 1 if following[0].text.strip()[0] == "=" else 2)
            return 2
        self._close(_RUNBOOK if line.fence else _BARE, line.fence)
        self._push(about, line, _RUNBOOK if kind_of(about.id) == "RUN" else _BARE)
        return 1

    def _own_id(self, position: int) -> bool:
        """Start an entry at "**ID**: MON-004" where no heading gave the ID; the heading just above is its title."""
        line = self._lines[position]
        about = id_line(line.text)
        if about is None or (self._stack and (not self._stack[-1].by_line or self._stack[-1].head.id == about.id)):
            return False
        self._close(_BARE, line.fence)
        above = next(
            (one.text for one in reversed(self._lines[max(position - 3, 0) : position]) if one.text.strip()), ""
        )
        depth = heading_depth(above)
        title = above[depth:].strip().rstrip("#").strip() if depth else ""
        self._push(Head(about.declared, about.id, title), line, depth or _BARE)
        if self._stack and self._stack[-1].line == line.number:
            self._stack[-1].by_line = True
        return True

    def _item(self, position: int) -> bool:
        """Read a list item that is an entry in short; within an entry it is a mention, unless it has fields."""
        line = self._lines[position]
        found = item_head(line.text) if "**" in line.text else None
        if found is None or found[0].declared is not Declared.ENTRY:
            return False
        about, text = found
        for following in self._lines[position + 1 : position + 50]:
            if not following.text.startswith(("  ", "\t")) or not following.text.strip():
                break
            text += f" {following.text.strip()}"
        fields = item_fields(text, line.number)
        has_fields = bool({normal(one.key) for one in fields} & evidence(kind_of(about.id)))
        if self._stack and not has_fields:
            return False
        if text and (has_fields or kind_of(about.id) == "RISK"):
            title = about.title or first_sentence(fields)
            self._summaries.append(
                RawEntry(
                    id=about.id,
                    title=title,
                    source=self._file.at(line.number),
                    fields=fields,
                    deprecated=about.deprecated,
                )
            )
        return True

    def _table(self, position: int) -> int:
        """Read a table, as entries where its rows are some; return how many lines it takes, 0 where there is none."""
        table = table_at(self._lines, position)
        if table is None:
            return 0
        entries, problems = table_entries(table, self._file)
        if not entries and not problems:
            for line in table.lines:
                self._keep(line)
        self._summaries += entries
        self._problems += problems
        return len(table.lines)

    def _front_matter(self, contents: Page) -> None:
        """Open an entry for a front matter that gives an ID: the whole page is its body."""
        if not contents.front or not _PREFIX.search(contents.front):
            return
        stream = read_yaml(contents.front, self._file.path, contents.front_line)
        self._problems += stream.problems
        node = stream.documents[0] if stream.documents else None
        if isinstance(node, Mapping) and (given := entry_fields(node)):
            name, title, fields = given
            verdict, identity = declared(name)
            line = Line(contents.front_line, "")
            self._push(Head(verdict, identity, title), line, 0, fields)

    def _yaml_fences(self) -> None:
        """Read the entries of fenced YAML; such a fence is then no text any more."""
        bodies: dict[int, list[Line]] = {}
        for line in self._lines:
            if line.fence and not line.headings and not line.marker:
                bodies.setdefault(line.fence, []).append(line)
        for fence, lines in bodies.items():
            text = "\n".join(line.text for line in lines)
            if not _YAML_ID.search(text):
                continue
            stream = read_yaml(text, self._file.path, lines[0].number)
            raws, problems = raw_entries(stream.documents, self._file)
            self._raws += raws
            self._problems += [*stream.problems, *problems]
            self._skipped.add(fence)


def _is_underline(text: str) -> bool:
    marks = text.strip()
    return len(marks) >= 3 and marks[0] in "=-" and not marks.strip(marks[0])

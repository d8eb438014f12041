"""Shell text → its simple commands, the variables it sets and uses, and where it does not parse."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import pairwise

import tree_sitter_bash
from tree_sitter import Language, Node, Parser

from pipeline.commands.vocabulary import words
from pipeline.commands.words import Call, Redirect, Word


@dataclass(slots=True)
class Script:
    """What a text holds. Offsets count characters of the text; `uses` are variables: name, as written, offset."""

    calls: list[Call] = field(default_factory=list)
    defines: list[str] = field(default_factory=list)
    uses: list[tuple[str, str, int]] = field(default_factory=list)
    endless: list[int] = field(default_factory=list)
    broken: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Place:
    """What stands around a node."""

    fed: bool = False
    ends: bool = False
    redirects: tuple[Redirect, ...] = ()


# Nobody nests deeper; what lies below is left unread rather than overflow the stack.
_DEEPEST = 120
_STOPS = re.compile(r"\s*(head\b|grep\s+(-\w*[mq]|--max-count|--quiet)|sed\s+(-\w+\s+)?['\"]?\d*q|jq\s+-n\b.*limit)")
_FOREVER = re.compile(r"(until\s+false|while\s+(true|:|1|\[\s*(1|true)\s*\]|\(\(\s*1\s*\)\)))\s*(;|\n|do\b)")


@cache
def _parser() -> Parser:
    return Parser(Language(tree_sitter_bash.language()))


def parse(text: str, opaque: Iterable[tuple[int, int]] = ()) -> Script:
    """Parse shell text; `opaque` holds the spans of placeholders, whose words are not what the tool will see."""
    data = text.encode()
    walk = _Walk(text, data, tuple(opaque))
    root = _parser().parse(data).root_node
    walk.visit(root, _Place())
    if root.has_error:
        walk.errors(root)
    walk.script.calls.sort(key=lambda call: (call.start, -call.end))
    return walk.script


class _Walk:
    def __init__(self, text: str, data: bytes, opaque: tuple[tuple[int, int], ...]) -> None:
        self.text = text
        self.data = data
        self.ascii = len(text) == len(data)
        self.opaque = opaque
        self.script = Script()
        self.depth = 0
        self.visitors: dict[str, Callable[[Node, _Place], None]] = {
            "command": self._command,
            "pipeline": self._pipeline,
            "redirected_statement": self._redirected,
            "program": self._statements,
            "list": self._statements,
            "do_group": self._statements,
            "compound_statement": self._statements,
            "subshell": self._statements,
            "for_statement": self._for,
            "while_statement": self._while,
            "declaration_command": self._declaration,
            "unset_command": self._plain,
            "test_command": self._plain,
            "variable_assignment": self._assignment,
            "function_definition": self._function,
            "simple_expansion": self._expansion,
            "expansion": self._expansion,
        }

    def visit(self, node: Node, place: _Place) -> None:
        if node.child_count == 0 or self.depth > _DEEPEST:
            return
        self.depth += 1
        visitor = self.visitors.get(node.type, self._children)
        visitor(node, place)
        self.depth -= 1

    def _children(self, node: Node, place: _Place) -> None:
        for child in node.children:
            if child.child_count:
                self.visit(child, place)

    def at(self, offset: int) -> int:
        """Turn an offset in bytes into one in characters."""
        return offset if self.ascii else len(self.data[:offset].decode(errors="ignore"))

    def source(self, node: Node) -> str:
        return self.data[node.start_byte : node.end_byte].decode(errors="replace")

    # Statements

    def _statements(self, node: Node, place: _Place) -> None:
        children = node.children
        for at, child in enumerate(children):
            behind = at + 1 < len(children) and children[at + 1].type == "&"
            if child.child_count:
                self.visit(child, replace(place, ends=True) if behind else place)

    def _pipeline(self, node: Node, place: _Place) -> None:
        parts = [child for child in node.children if child.is_named]
        stop = max((at for at, part in enumerate(parts) if _STOPS.match(self.source(part))), default=-1)
        last = len(parts) - 1
        for at, part in enumerate(parts):
            redirects = place.redirects if at == last else ()
            self.visit(part, _Place(place.fed or at > 0, place.ends or at < stop, redirects))

    def _redirected(self, node: Node, place: _Place) -> None:
        body: Node | None = None
        redirects: list[Redirect] = []
        for child in node.children:
            if child.type.endswith("_redirect"):
                redirects.extend(self._redirect(child, place))
            elif child.is_named:
                body = child
        fed = place.fed or any(r.operator.startswith("<") for r in redirects)
        inner = replace(place, fed=fed, redirects=(*place.redirects, *redirects))
        if body is not None:
            self.visit(body, inner)
        elif redirects:
            start, end = self.at(node.start_byte), self.at(node.end_byte)
            self.script.calls.append(Call((Word(":", start, start),), start, end, tuple(redirects)))

    def _redirect(self, node: Node, place: _Place) -> list[Redirect]:
        operator, targets = "", []
        for child in node.children:
            if child.type == "heredoc_body":
                targets.append(Word(self.source(child), self.at(child.start_byte), self.at(child.end_byte), raw=True))
                if "'" not in self.source(node).split("\n", 1)[0]:
                    self._children(child, place)
            elif child.type in ("pipeline", "list", "command", "redirected_statement") or child.type.endswith(
                "_redirect"
            ):
                self.visit(child, replace(place, fed=True))
            elif child.type in words("word-nodes") and operator:
                word = self._word(child, place)
                targets.extend([word] if not word.text.isdigit() else [])
            elif not child.is_named and child.type[0] in "<>&":
                operator = child.type.replace("&", "")
        return [Redirect(operator or "<<", word) for word in targets]

    def _command(self, node: Node, place: _Place) -> None:
        named: list[Word] = []
        redirects: list[Redirect] = []
        for child in node.children:
            if child.type == "command_name" and child.children:
                named.append(self._word(child.children[0], place))
            elif child.type in words("word-nodes"):
                named.append(self._word(child, place))
            elif child.type.endswith("_redirect"):
                redirects.extend(self._redirect(child, place))
            elif child.child_count:
                self.visit(child, place)
            elif named and child.end_byte > child.start_byte and child.type != "\n":
                named.append(Word(self.source(child), self.at(child.start_byte), self.at(child.end_byte)))
        if not named:
            return
        fed = place.fed or any(r.operator.startswith("<") for r in redirects)
        end = self.at(node.end_byte)
        *earlier, last = self._by_line(named)
        for group in earlier:
            self._add(Call(tuple(group), group[0].start, group[-1].end, (), place.ends, place.fed))
        fed = fed and not earlier
        self._add(Call(tuple(last), last[0].start, end, (*place.redirects, *redirects), place.ends, fed))

    def _by_line(self, named: list[Word]) -> list[list[Word]]:
        """Split words at line ends: the grammar takes the line after a pipeline for its arguments if it redirects."""
        groups = [[named[0]]]
        for before, word in pairwise(named):
            gap = self.text[before.end : word.start]
            if "\n" in gap and not re.search(r"\\\s*\n", gap):
                groups.append([])
            groups[-1].append(word)
        return groups

    def _add(self, call: Call) -> None:
        self.script.calls.append(call)
        self._reads(call)

    def _reads(self, call: Call) -> None:
        """Note the variables that read, mapfile, getopts and printf -v set."""
        tool = call.tool
        if tool in ("read", "mapfile", "readarray", "getopts"):
            names = [word.text for word in call.arguments if re.fullmatch(r"[A-Za-z_]\w*", word.text)]
            self.script.defines.extend(names)
        elif tool == "printf" and len(call.words) > 2 and call.words[1].text == "-v":
            self.script.defines.append(call.words[2].text)

    def _for(self, node: Node, place: _Place) -> None:
        for child in node.children:
            if child.type == "variable_name":
                self.script.defines.append(self.source(child))
        self._children(node, place)

    def _while(self, node: Node, place: _Place) -> None:
        source = self.source(node)
        if not place.ends and _FOREVER.match(source) and not re.search(r"\b(break|exit|return|kill)\b", source):
            self.script.endless.append(self.at(node.start_byte))
        self._children(node, place)

    def _declaration(self, node: Node, place: _Place) -> None:
        for child in node.children:
            if child.type == "variable_name" and self.source(node.children[0]) in (
                "local",
                "declare",
                "typeset",
                "readonly",
            ):
                self.script.defines.append(self.source(child))
        self._plain(node, place)

    def _plain(self, node: Node, place: _Place) -> None:
        """Note export, declare, unset and tests as calls of builtins, and look inside them."""
        start, end = self.at(node.start_byte), self.at(node.end_byte)
        first = re.match(r"\[\[|\[|\(\(|\w+", self.source(node))
        if first:
            name = Word(first[0] if first[0] != "((" else "[[", start, start + len(first[0]))
            self.script.calls.append(Call((name,), start, end, place.redirects))
        self._children(node, place)

    def _assignment(self, node: Node, place: _Place) -> None:
        target = node.children[0]
        while target.type == "subscript" and target.children:
            target = target.children[0]
        self.script.defines.append(self.source(target))
        self._children(node, place)

    def _function(self, node: Node, place: _Place) -> None:
        name = next((child for child in node.children if child.type == "word"), None)
        if name is not None:
            self.script.defines.append(f"{self.source(name)}()")
        self._children(node, place)

    def _expansion(self, node: Node, place: _Place) -> None:
        name = next((child for child in _below(node) if child.type == "variable_name"), None)
        written = self.source(node)
        if name is not None and not re.match(r"\$\{!?\w+(\[[^\]]*\])?:?[-=?+]", written):
            self.script.uses.append((self.source(name), written, self.at(node.start_byte)))
        self._children(node, place)

    # Words

    def _word(self, node: Node, place: _Place) -> Word:
        start, end = self.at(node.start_byte), self.at(node.end_byte)
        text, opaque = self._text(node)
        if node.child_count:
            self.visit(node, _Place())
        hidden = opaque or any(a < end and start < b for a, b in self.opaque)
        quoted = node.type in ("string", "raw_string", "ansi_c_string", "translated_string")
        return Word(text, start, end, hidden, quoted, node.type == "raw_string")

    def _text(self, node: Node) -> tuple[str, bool]:
        kind = node.type
        source = self.source(node)
        if kind == "raw_string":
            return source[1:-1], False
        if kind == "ansi_c_string":
            return source[2:-1], False
        if kind in ("string", "translated_string"):
            inner = source.strip()[1:-1] if kind == "string" else source[2:-1]
            hidden = any(child.type in words("opaque-nodes") for child in node.children)
            return re.sub(r"\\([\"\\$`\n])", lambda m: m[1].strip("\n"), inner), hidden
        if kind == "concatenation":
            parts = [self._text(child) for child in node.children]
            return "".join(text for text, _ in parts), any(hidden for _, hidden in parts)
        if kind in words("opaque-nodes"):
            return source, True
        return re.sub(r"\\\n|\\(.)", r"\1", source), False

    # Errors

    def errors(self, node: Node) -> None:
        """Note where the tree has errors or missing pieces."""
        for child in node.children:
            if child.type == "ERROR" or child.is_missing:
                self.script.broken.append(self.at(child.start_byte))
            elif child.has_error:
                self.errors(child)


def _below(node: Node) -> Iterable[Node]:
    for child in node.children:
        yield child
        yield from _below(child)

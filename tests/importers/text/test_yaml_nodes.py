"""YAML and JSON with line numbers, however hostile."""

from __future__ import annotations

import time

import pytest

from pipeline.importers.text.yaml_nodes import Mapping, Scalar, Sequence, read_json, read_yaml


def problem(text: str) -> str:
    stream = read_yaml(text, "a.yaml")
    assert not stream.documents
    return str(stream.problems[0])


def test_nodes_know_their_lines_and_keep_text_as_written() -> None:
    (node,) = read_yaml("a: 007\nb:\n  - yes\n  - '~'\nc: ~\n", "a.yaml").documents
    assert isinstance(node, Mapping)
    assert (node.text("a"), node.text("c")) == ("007", "")
    items = node.get("b")
    assert isinstance(items, Sequence)
    assert [(item.text, item.line) for item in items.items if isinstance(item, Scalar)] == [("yes", 3), ("~", 4)]


def test_a_broken_document_does_not_stop_the_others() -> None:
    stream = read_yaml("a: 1\n---\nb: [1\n---\nc: 3\n", "a.yaml")
    assert [node.pairs[0][0].line for node in stream.documents if isinstance(node, Mapping)] == [1, 5]
    assert [one.source.line for one in stream.problems] == [4]


def test_lines_are_those_that_people_see() -> None:
    (node,) = read_yaml("a: 1\u2028\u2029\x85\nb: 2", "a.yaml").documents
    assert isinstance(node, Mapping)
    assert [key.line for key, _ in node.pairs] == [1, 2]


def test_a_template_is_named_as_one() -> None:
    text = "groups:\n{{- range .Values.groups }}\n- name: a\n{{- end }}\n"
    assert problem(text).startswith("a.yaml:2: not YAML: ")
    assert "helm template" in problem(text)


def test_a_directive_belongs_to_the_document_after_it() -> None:
    assert len(read_yaml("%YAML 1.2\n---\na: 1\n", "a.yaml").documents) == 1


def test_merge_keys_fill_in() -> None:
    (node,) = read_yaml("base: &b {x: 1, y: 2}\nown:\n  <<: *b\n  y: 3\n", "a.yaml").documents
    assert isinstance(node, Mapping)
    own = node.get("own")
    assert isinstance(own, Mapping)
    assert (own.text("x"), own.text("y")) == ("1", "3")


def test_a_key_that_stands_twice_is_an_error_and_the_first_counts() -> None:
    stream = read_yaml("a: 1\na: 2\n", "a.yaml")
    assert isinstance(stream.documents[0], Mapping)
    assert stream.documents[0].text("a") == "1"
    assert str(stream.problems[0]) == "a.yaml:2: the key “a” stands twice; the first one counts; remove one of them"


def test_tags_make_no_objects() -> None:
    (node,) = read_yaml("a: !!python/object/apply:os.system [id]\nb: !secret x\n", "a.yaml").documents
    assert isinstance(node, Mapping)
    assert node.text("b") == "x"


def test_an_alias_bomb_is_refused() -> None:
    lines = ["a: &a [x, x, x, x, x, x, x, x, x]"]
    lines += [
        f"{name}: &{name} [{', '.join(['*' + before] * 9)}]"
        for before, name in zip("abcdefgh", "bcdefghi", strict=True)
    ]
    assert "more than 500,000 values, aliases expanded" in problem("\n".join(lines))


def test_an_alias_to_itself_is_refused() -> None:
    assert "refers to nothing before it, or to itself" in problem("a: &a [*a]")


@pytest.mark.parametrize("text", ["[" * 5_000_000, "{a: " * 500_000, "- " * 500_000, "? " * 500_000])
def test_deep_nesting_is_refused_at_once(text: str) -> None:
    started = time.monotonic()
    assert "nested more than 100 levels deep" in problem(text)
    assert time.monotonic() - started < 5


def test_a_key_that_is_no_text_is_refused() -> None:
    assert "a key that is a list or a mapping" in problem("? [a]\n: b\n")


def test_bytes_that_yaml_forbids_are_an_error_with_a_line() -> None:
    assert problem("a: 1\nb: \x07\n").startswith("a.yaml:2: not YAML: ")


def test_json_has_lines_too() -> None:
    (node,) = read_json('{\n\t"a": {\n\t\t"b": null, "c": "\\ud83d\\ude00"}}', "a.json").documents
    assert isinstance(node, Mapping)
    inner = node.get("a")
    assert isinstance(inner, Mapping)
    assert (inner.text("b"), inner.text("c")) == ("", "😀")


@pytest.mark.parametrize("text", ["{", "[" * 200_000, '{"a": }'])
def test_broken_json_is_an_error(text: str) -> None:
    stream = read_json(text, "a.json")
    assert not stream.documents
    assert len(stream.problems) == 1

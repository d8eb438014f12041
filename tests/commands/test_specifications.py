"""The data files of specifications, and the script that makes them."""

from __future__ import annotations

import gzip
import json
import re
import stat
from importlib import resources
from pathlib import Path

import pytest

from pipeline.commands.specifications import flags, is_specified, specification
from pipeline.commands.specs import cobra, generate, git, gnu, listed
from pipeline.commands.vocabulary import words

FOLDER = Path(str(resources.files("pipeline.commands.specs")))


def nodes(node: dict[str, object]) -> list[dict[str, object]]:
    below = node.get("s", {})
    assert isinstance(below, dict)
    return [node, *(inner for child in below.values() for inner in nodes(child))]


def test_specifications_stay_small() -> None:
    assert sum(file.stat().st_size for file in FOLDER.rglob("*.json")) < 600_000


@pytest.mark.parametrize(
    "tool", ["kubectl", "helm", "oc", "git", "docker", "systemctl", "terraform", "gcloud", "openssl", "etcdctl"]
)
def test_every_node_has_only_known_keys_and_flags(tool: str) -> None:
    for node in nodes(specification(tool) or {}):
        assert set(node) <= set("fgsakv")
        for key in "fg":
            written = node.get(key, "")
            assert isinstance(written, str)
            assert all(re.fullmatch(r"[\w?*#@.-]+[=?]?", flag) for flag in written.split())


def test_packs_hold_unix_tools_kafka_and_clients_of_databases() -> None:
    for tool in ("grep", "journalctl", "psql", "redis-cli", "curl", "kafka-topics", "mysql", "ceph", "tcpdump"):
        assert is_specified(tool)
    assert not is_specified("frobctl") and not is_specified("../secrets")


def test_flags_tell_what_they_take() -> None:
    assert flags("n= A boot? ?") == {"n": "=", "A": "", "boot": "?", "?": ""}


def test_aws_operations_are_packed_by_verb() -> None:
    services = json.loads((FOLDER / "aws.json").read_text(encoding="utf-8"))["services"]
    assert "instances" in services["ec2"]["describe"].split()
    assert "." in services["s3"]["ls"].split()


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("  -c, --command=COMMAND    run only one", ["c=", "command="]),
        ("  -n, --lines[=INTEGER]      number of entries", ["n?", "lines?"]),
        ("  -A, --all             show all", ["A", "all"]),
        (" -K, --config <file>  read from a file", ["K=", "config="]),
        ("  -O,  --output-document=FILE      write documents", ["O=", "output-document="]),
        ("  -h <hostname>      Server hostname", ["h="]),
        ("no flag here --x", []),
    ],
)
def test_the_script_reads_flags_from_help_in_the_way_of_gnu(line: str, expected: list[str]) -> None:
    assert list(gnu.flags(line)) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (r"\-n <number>, \-\-max\-count=<number>", ["n=", "max-count="]),
        (r"\-\-[no\-]recurse\-submodules", ["recurse-submodules"]),
        (r"\-\-abbrev[=<n>]", ["abbrev?"]),
        (r"\-L<start>,<end>:<file>", ["L="]),
        (r"\-a, \-\-all", ["a", "all"]),
    ],
)
def test_the_script_reads_flags_from_manual_pages(line: str, expected: list[str], tmp_path: Path) -> None:
    page = tmp_path / "git-x.1.gz"
    page.write_bytes(gzip.compress(f".PP\n{line}\n.RS 4\nWords.\n".encode()))
    assert list(git._in_manual(page)) == expected


def test_the_script_reads_flags_from_both_help_styles_of_cobra() -> None:
    kubectl = "    -A, --all-namespaces=false:\n\tdesc\n\n    -o, --output='':\n\tdesc\n    --dry-run='none':\n"
    assert list(cobra.flags(kubectl)) == ["A", "all-namespaces", "o=", "output=", "dry-run"]
    helm = "  -n, --namespace string   scope\n      --wait WaitStrategy[=watcher]   wait\n      --debug   more\n"
    assert list(cobra.flags(helm)) == ["n=", "namespace=", "wait", "debug"]


def test_the_script_reads_sub_commands_and_theirs_from_a_list(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tool = tmp_path / "listtool"
    tool.write_text(
        "#!/bin/sh\nprintf 'usage: listtool\\nalert add [<flags>]\\n  Add one.\\nshow\\n'\n", encoding="utf-8"
    )
    tool.chmod(tool.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    pattern = "^([a-z]+(?: [a-z]+)*)(?= |$)"
    how = {"ask_for": "help", "pattern": pattern, "more": "show.newer", "arguments": "alert"}
    monkeypatch.setitem(listed.SOURCES, "listed", {"listtool": how, "no-such-tool": how})
    expected = {"alert": {"k": "n", "s": {"add": {}}}, "show": {"s": {"newer": {}}}}
    assert listed.tools() == {"listtool": {"s": expected}}


def test_the_script_without_options_writes_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    before = {file: file.stat().st_mtime_ns for file in FOLDER.rglob("*.json")}
    assert generate.main([]) == 0
    assert capsys.readouterr().out == ""
    assert {file: file.stat().st_mtime_ns for file in FOLDER.rglob("*.json")} == before


def test_word_lists_are_there_and_unknown_ones_are_a_bug() -> None:
    assert "find" in words("english") and "HOME" in words("environment")
    with pytest.raises(KeyError):
        words("nothing")

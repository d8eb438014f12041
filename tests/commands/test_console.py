"""Prompts, printed output, and lines for a database's own prompt."""

from __future__ import annotations

import pytest

from pipeline.commands.console import commands, is_shell


def kept(text: str, label: str = "console") -> list[str]:
    found = commands(text, label)
    assert len(found.text) == len(text)
    return [line.strip() for line in found.text.split("\n") if line.strip()]


@pytest.mark.parametrize(
    "prompt",
    [
        "$ ",
        "# ",
        "[root@db1 ~]# ",
        "[user@host dir]$ ",
        "user@host:~$ ",
        "root@web-1:/# ",
        "sh-5.1# ",
        "bash-4.4$ ",
        "/ # ",
        "~ $ ",
        "patroni-01 $ ",
        "workstation        $ ",
        "> ",
    ],
)
def test_prompts_are_taken_off(prompt: str) -> None:
    assert kept(f"{prompt}kubectl get pods -A\nNAME   READY   STATUS\nweb-1  1/1     Running") == [
        "kubectl get pods -A"
    ]


def test_a_command_goes_on_over_backslash_pipe_quote_and_heredoc() -> None:
    text = (
        "$ kubectl logs web \\\n  --tail=5 |\ngrep 'a\nb'\nprinted: yes\n$ cat <<EOF\nhello\nEOF\nhello\n"
        "$ for p in a b; do\n  echo $p\ndone\na"
    )
    assert kept(text) == [
        "kubectl logs web \\",
        "--tail=5 |",
        "grep 'a",
        "b'",
        "cat <<EOF",
        "hello",
        "EOF",
        "for p in a b; do",
        "echo $p",
        "done",
    ]


def test_comments_are_no_prompts_of_root() -> None:
    assert kept("# find the top users with the most failures\nkubectl get pods", "bash") == [
        "# find the top users with the most failures",
        "kubectl get pods",
    ]
    assert kept("$ kubectl get pods\n# job label -> NAME mapping:\n$ ls") == [
        "kubectl get pods",
        "# job label -> NAME mapping:",
        "ls",
    ]


def test_a_root_prompt_among_others_is_one_when_a_tool_follows() -> None:
    assert kept("$ oc debug node/n1\n# sysctl -a | grep 'fs.file-'\nfs.file-max = 1597016\n# lsof -n") == [
        "oc debug node/n1",
        "sysctl -a | grep 'fs.file-'",
        "lsof -n",
    ]


def test_comments_behind_commands_make_no_prompt() -> None:
    assert kept("ls # the files\ndf -h # the disks", "bash") == ["ls # the files", "df -h # the disks"]


@pytest.mark.parametrize(
    "printed",
    [
        "NAME                    HOLDER                AGE\novn-kubernetes-master   ovnkube-jx95r         32m",
        "level=warn ts=2024 caller=x msg=failed",
        "2024-01-02 10:00:00 started",
        "Oct 18 19:39:36 host chronyd[1]: stepped",
        "fs.file-max = 1597016",
        "notAfter=Aug  6 13:11:20 2025 GMT",
        "Name:   web\nLabels: app=web",
        "+----+------+\n| Id | User |",
        "[    2.442607] sd 0:0:0:0: it doesn't support DPO",
        "...",
    ],
)
def test_printed_lines_without_a_prompt_are_left_out(printed: str) -> None:
    assert kept(f"kubectl get lease\n\n{printed}\n\nkubectl get pods", "shell") == [
        "kubectl get lease",
        "kubectl get pods",
    ]


def test_lines_for_the_prompts_of_databases_are_set_apart() -> None:
    found = commands("$ psql -U x\npostgres=# SELECT 1;\n ?column?\n----\n    1\npostgres=# \\q", "console")
    assert found.text.strip() == "psql -U x"
    assert [text for _, text in found.sql] == ["SELECT 1;", "\\q"]
    found = commands("redis-cli\n127.0.0.1:6379> INFO memory\n# Memory\n127.0.0.1:6379> DBSIZE", "bash")
    assert [text for _, text in found.redis] == ["INFO memory", "DBSIZE"]
    found = commands("> slowlog get 10\n1) 1) (integer) 5100\n> CONFIG GET maxmemory", "shell")
    assert [text for _, text in found.redis] == ["slowlog get 10", "CONFIG GET maxmemory"]


def test_sql_after_a_client_is_set_apart_up_to_its_semicolon() -> None:
    found = commands("psql -h db\nSELECT a\nFROM b\nWHERE c = 1;\nsystemctl status x", "bash")
    assert [text for _, text in found.sql] == ["SELECT a\nFROM b\nWHERE c = 1;"]
    assert [line for line in found.text.split("\n") if line.strip()] == ["psql -h db", "systemctl status x"]


def test_labels_of_shells_are_known() -> None:
    assert is_shell("bash") and is_shell("console")
    assert not is_shell("yaml") and not is_shell("")

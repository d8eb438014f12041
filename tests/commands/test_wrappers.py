"""Commands that run other commands."""

from __future__ import annotations

import pytest

from pipeline.commands.shell import parse
from pipeline.commands.words import Call
from pipeline.commands.wrappers import layers


def working(text: str) -> list[Call]:
    return [layer for call in parse(text).calls for layer, works in layers(call) if works]


def said(text: str) -> list[str]:
    return [" ".join(word.text for word in call.words if word.text != "{}") for call in working(text)]


@pytest.mark.parametrize(
    ("text", "inner"),
    [
        ("sudo -u postgres psql -l", ["psql -l"]),
        ("sudo FOO=bar -E ls", ["ls"]),
        ("doas rm x", ["rm x"]),
        ("env A=b C=d tool x", ["tool x"]),
        ("time nice -n 5 ls", ["ls"]),
        ("nohup ./run.sh", ["./run.sh"]),
        ("timeout -k 5 30s kubectl logs x", ["kubectl logs x"]),
        ("xargs -n1 -I X kubectl delete pod X", ["kubectl delete pod X"]),
        ("bash -c 'a x; b'", ["a x", "b"]),
        ('sh -lc "a | b"', ["a", "b"]),
        ("su - postgres -c 'pg_ctl promote'", ["pg_ctl promote"]),
        ("ssh -i key -p 22 user@host 'df -h; free'", ["df -h", "free"]),
        ("ssh host sudo systemctl status x", ["systemctl status x"]),
        ("kubectl -n x exec -it p -c app -- ls /", ["ls /"]),
        ("kubectl exec p ls", ["ls"]),
        ("oc rsh -n x pod/p ceph status", ["ceph status"]),
        ("oc debug node/n -- chroot /host crictl ps", ["crictl ps"]),
        ("docker exec -it -u root web ps aux", ["ps aux"]),
        ("docker compose exec db psql -l", ["psql -l"]),
        ("docker run --rm -v a:b img ls", ["ls"]),
        ("docker run img ls", ["docker run img ls", "ls"]),
        ("find / -name x -exec rm -f {} \\;", ["find / -name x -exec rm -f {} ;".replace(" {}", ""), "rm -f"]),
        ("watch -n 5 'a | b'", ["a", "b"]),
        ("flock /x a y", ["a y"]),
        ("nsenter -t 1 -m -- systemctl status", ["systemctl status"]),
        ("chroot /host ls", ["ls"]),
        ("taskset -c 0 ls", ["ls"]),
        ("ionice -c 3 -p 12", ["ionice -c 3 -p 12"]),
        ('eval "a x"', ["a x"]),
    ],
)
def test_what_is_run_is_found(text: str, inner: list[str]) -> None:
    assert said(text) == inner


@pytest.mark.parametrize(
    "text", ["kubectl exec -it p -- bash", "sudo -i", "ssh host", "oc debug node/n", "bash", "su -"]
)
def test_what_only_opens_a_shell_stays_as_it_is(text: str) -> None:
    assert said(text) == [text]


def test_what_runs_elsewhere_or_ends_is_known() -> None:
    assert working("kubectl exec p -- top")[0].remote
    assert working("ssh host top")[0].remote
    assert working("timeout 5 top")[0].ends
    assert not working("sudo top")[0].ends
    assert working("xargs cat")[0].fed


def test_inner_words_keep_their_place_in_the_text() -> None:
    text = "ssh host 'echo x; journalctl --nope'"
    flag = working(text)[1].arguments[0]
    assert text[flag.start : flag.end] == "--nope"

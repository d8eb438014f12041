"""Commands that run other commands: sudo, xargs, ssh, kubectl exec and their like, taken off."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.commands import cli, shell, specifications
from pipeline.commands.words import Call, Word

# Flags of wrappers that take a value, and how many arguments stand before the command.
_PLAIN: dict[str, tuple[str, int]] = {
    "sudo": ("u g h p C r t T U D R user group host prompt chdir chroot role type", 0),
    "doas": ("u C", 0),
    "env": ("u C S unset chdir split-string", 0),
    "time": ("f o format output", 0),
    "nohup": ("", 0),
    "nice": ("n adjustment", 0),
    "ionice": ("c n class classdata", 0),
    "stdbuf": ("i o e input output error", 0),
    "timeout": ("k s kill-after signal", 1),
    "xargs": ("I n P L d a s E max-args max-procs max-lines delimiter arg-file replace", 0),
    "setsid": ("", 0),
    "command": ("", 0),
    "builtin": ("", 0),
    "exec": ("a", 0),
    "unbuffer": ("", 0),
    "taskset": ("", 1),
    "numactl": ("C N m p i physcpubind cpunodebind membind preferred interleave", 0),
    "flock": ("w E timeout conflict-exit-code wait", 1),
    "chroot": ("userspec groups", 1),
    "nsenter": ("t S G target setuid setgid", 0),
    "sshpass": ("p f e", 0),
    "watch": ("n interval q equexit", 0),
    "strace": ("e o p s u a E I O S P X", 0),
    "chrt": ("T P D", 1),
    "runuser": ("u g G user group", 0),
    "systemd-run": ("p u E property unit setenv slice uid gid description on-active on-calendar working-directory", 0),
}
_SHELLS = frozenset(("bash", "sh", "zsh", "dash", "ksh", "ash"))
# Whether a container's own shell or tool is run: tool, sub-commands.
_INSIDE: frozenset[tuple[str, ...]] = frozenset(
    (
        ("kubectl", "exec"),
        ("kubectl", "debug"),
        ("kubectl", "run"),
        ("oc", "exec"),
        ("oc", "rsh"),
        ("oc", "debug"),
        ("oc", "run"),
        ("oc", "adm", "must-gather"),
        ("docker", "exec"),
        ("docker", "run"),
        ("docker", "container", "exec"),
        ("docker", "container", "run"),
        ("docker", "compose", "exec"),
        ("docker", "compose", "run"),
        ("podman", "exec"),
        ("podman", "run"),
        ("crictl", "exec"),
    )
)


def layers(call: Call, depth: int = 0) -> Iterator[tuple[Call, bool]]:
    """Yield a call and all that it runs, from the outside in; True for those that do the work.

    A wrapper such as sudo does none by itself; `docker run`, `kubectl run` and `find` do, besides what they run.
    """
    inner = _inner(call) if depth < 6 and call.words else None
    keeps, calls = inner if inner is not None else (True, [])
    yield call, keeps or not calls
    for one in calls:
        yield from layers(one, depth + 1)


def _inner(call: Call) -> tuple[bool, list[Call]] | None:
    tool = call.tool
    if tool == "su":
        return False, _script(call, _after(call.arguments, ("-c", "--command")))
    if tool in _PLAIN:
        return False, _plain(call, tool)
    if tool in _SHELLS:
        return False, _script(call, _after(call.arguments, ("-c",)))
    if tool == "eval":
        return False, _script(call, call.arguments)
    if tool == "ssh":
        return False, _ssh(call)
    if tool == "find":
        return True, _find(call)
    if tool == "script":
        return False, _script(call, _after(call.arguments, ("-c", "--command")))
    if tool in ("kubectl", "oc", "k", "docker", "docker-compose", "podman", "crictl", "nerdctl"):
        return _container(call, tool)
    return None


def _plain(call: Call, tool: str) -> list[Call]:
    values, before = _PLAIN[tool]
    words = list(_past_flags(call.arguments, values.split()))
    while words and re.match(r"[A-Za-z_]\w*=", words[0].text) and tool in ("env", "sudo"):
        words = list(_past_flags(words[1:], values.split()))
    if tool in ("taskset", "ionice", "chrt") and any(w.text in ("-p", "-cp", "-pc", "--pid") for w in call.arguments):
        return []
    words = words[before:]
    if tool == "runuser" and (found := _after(call.arguments, ("-c", "--command"))):
        return _script(call, found)
    if tool == "flock" and words and words[0].text == "-c":
        return _script(call, words[1:2])
    if tool == "watch" and len(words) == 1 and words[0].quoted:
        return [replace(one, ends=call.ends) for one in _script(call, words)]
    if not words:
        return []
    if tool == "xargs":
        words.append(Word("{}", words[-1].end, words[-1].end, opaque=True))
    ends = tool in ("timeout", "watch", "systemd-run")
    return [call.having(tuple(words), ends=ends, fed=tool in ("xargs", "watch"), remote=tool == "chroot")]


def _past_flags(words: Sequence[Word], values: Sequence[str]) -> Sequence[Word]:
    at = 0
    while at < len(words) and words[at].text.startswith("-"):
        text = words[at].text
        if text == "--":
            return words[at + 1 :]
        name = text.lstrip("-")
        takes = name in values or (not text.startswith("--") and name[-1:] in values and name.isalpha())
        at += 2 if takes and "=" not in name else 1
    return words[at:]


def _after(words: Sequence[Word], flags: tuple[str, ...]) -> Sequence[Word]:
    """Return the word after one of these flags; short ones may stand at the end of others, as in `-lc`."""
    for at, word in enumerate(words[:-1]):
        if word.text in flags or ("-c" in flags and re.fullmatch(r"-[a-z]*c", word.text)):
            return words[at + 1 : at + 2]
        if not word.text.startswith("-") and at > 1:
            break
    return []


def _script(call: Call, words: Sequence[Word], remote: bool = False) -> list[Call]:
    """Parse words that are shell text; what stands inside keeps its place in the block."""
    text = " ".join(word.text for word in words)
    if not text.strip():
        return []
    offset = words[0].start + (1 if words[0].quoted else 0)
    hidden = [(0, len(text))] if any(word.opaque and not word.quoted for word in words) else []
    return [
        _moved(inner, offset, call, remote)
        for inner in shell.parse(text, [] if words[0].quoted else hidden).calls
        if inner.words
    ]


def _moved(inner: Call, offset: int, outer: Call, remote: bool) -> Call:
    words = tuple(replace(w, start=w.start + offset, end=w.end + offset) for w in inner.words)
    return replace(
        inner,
        words=words,
        start=inner.start + offset,
        end=inner.end + offset,
        ends=inner.ends or outer.ends,
        fed=inner.fed or outer.fed,
        remote=remote or outer.remote,
    )


def _ssh(call: Call) -> list[Call]:
    values = tuple("BbcDEeFIiJLlmOopQRSWw")
    after_flags = _past_flags(call.arguments, values)
    words = _past_flags(after_flags[1:], values) if after_flags else []
    if not words:
        return []
    if len(words) == 1:
        return _script(call, words, remote=True)
    return [call.having(tuple(words), remote=True)]


def _find(call: Call) -> list[Call]:
    found: list[Call] = []
    words = call.arguments
    for at, word in enumerate(words):
        if word.text in ("-exec", "-execdir", "-ok", "-okdir"):
            end = next((i for i in range(at + 1, len(words)) if words[i].text in (";", "+")), len(words))
            if end > at + 1:
                found.append(call.having(tuple(words[at + 1 : end])))
    return found


def _container(call: Call, tool: str) -> tuple[bool, list[Call]] | None:
    reading = cli.read(tool, call.arguments)
    path = (specifications.ALIASES.get(tool, tool), *reading.path)
    if path not in _INSIDE and path[:2] not in _INSIDE:
        return None
    words = [word for at, word in enumerate(reading.rest) if at or word.text != "--"]
    if not words and tool in ("kubectl", "k", "oc") and path[1] == "exec":
        words = [word for word in reading.arguments[1:] if not word.opaque]
    if not words:
        return None
    keeps = "run" in path and not reading.has("rm")
    inner = call.having(tuple(words), remote=True)
    return keeps, [] if _opens_shell(inner) else [inner]


def _opens_shell(call: Call) -> bool:
    return call.tool in _SHELLS and all(word.text in ("-", "-l", "-i", "--login", "-il") for word in call.arguments)

"""Whether a call ends by itself: one that follows, watches, refreshes or waits for keys does not."""

from __future__ import annotations

from pipeline.commands import table
from pipeline.commands.reading import Reading
from pipeline.commands.words import Call

# Interactive programs: the flags that make them do one thing and end, and the cure.
_SESSIONS: dict[str, tuple[str, str]] = {
    "psql": ("c command f file l list V version help ?", "give the statement with -c"),
    "mysql": ("e execute V version help", "give the statement with -e"),
    "mariadb": ("e execute V version help", "give the statement with -e"),
    "mongosh": ("eval f file version help", "give the expression with --eval"),
    "mongo": ("eval version help", "give the expression with --eval"),
    "cqlsh": ("e execute f file version help", "give the statement with -e"),
    "clickhouse-client": ("q query queries-file version help", "give the statement with --query"),
    "redis-cli": (
        "stat latency latency-history latency-dist bigkeys memkeys hotkeys scan rdb cluster pipe eval version v help "
        "intrinsic-latency lru-test functions-rdb keystats replica",
        "give the Redis command at the end of the line",
    ),
}
_SAMPLERS = frozenset(("vmstat", "iostat", "mpstat", "pidstat", "sar", "dstat"))
_PAGERS = frozenset(("less", "more", "most"))


def why_endless(call: Call, reading: Reading) -> str:
    """Return why a call does not end by itself, and what to do, as one clause; "" where it ends.

    A call in the background, under `timeout`, or before `head` is taken to end.
    """
    if call.ends or reading.has("help", "version"):
        return ""
    line = next(table.fitting("endless.txt", call.tool, reading), None)
    if line is not None:
        return line.says
    if call.tool in _SAMPLERS and _samples(reading):
        return "prints until you stop it; give a count after the interval"
    if call.tool == "free" and reading.has("s", "seconds") and not reading.has("c", "count"):
        return "prints until you stop it; give a count with -c"
    if call.tool in _PAGERS:
        return f'waits for keys; leave "{call.tool}" out'
    if call.tool == "openssl" and reading.path == ("s_client",) and not call.fed:
        return "waits for input; put `</dev/null` at its end"
    return ""


def opens_session(call: Call, reading: Reading) -> str:
    """Return the cure for a call that opens an interactive session of a database client; "" where it opens none."""
    known = _SESSIONS.get(call.tool)
    if known is None or call.fed or call.ends or reading.has(*known[0].split()):
        return ""
    if call.tool == "redis-cli" and (reading.path or reading.arguments):
        return ""
    if call.tool.startswith("mongo") and any(word.text.endswith(".js") for word in reading.arguments):
        return ""
    return f"opens a session and waits for input; {known[1]}"


def _samples(reading: Reading) -> bool:
    """Whether a sampler has an interval and no count."""
    numbers = [word.text for word in reading.arguments if word.text.isdigit()]
    return len(numbers) == 1 and not any(word.opaque for word in reading.arguments)

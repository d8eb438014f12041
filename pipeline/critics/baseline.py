"""A baseline: the findings that a team has accepted for now, so that only new ones are shown."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePath

from pipeline.errors import UserError
from pipeline.models.finding import Finding

Baseline = Counter[str]
_VERSION = 1


def write_baseline(findings: Iterable[Finding], texts: Mapping[str, str]) -> str:
    """Return the baseline's JSON text: how often each finding of each file is known, whatever line it moves to."""
    known = _counted(findings, texts)
    data = {"version": _VERSION, "findings": {key: known[key] for key in sorted(known)}}
    return json.dumps(data, indent=1, ensure_ascii=False) + "\n"


def read_baseline(path: Path) -> Baseline:
    """Read a baseline. Raises UserError for a file that is none."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        if data["version"] != _VERSION:
            raise ValueError(f"its version is {data['version']}")
        return Counter({str(key): int(count) for key, count in data["findings"].items()})
    except FileNotFoundError:
        raise UserError("there is no such baseline", str(path), "write one with --write-baseline FILE") from None
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise UserError(f"not a baseline: {error}", str(path), "write a new one with --write-baseline FILE") from None


def new_findings(findings: Iterable[Finding], texts: Mapping[str, str], baseline: Baseline) -> tuple[Finding, ...]:
    """Return the findings that the baseline does not hold; of three where two are known, the last one is new."""
    left = baseline.copy()
    new = []
    lines = {path: text.split("\n") for path, text in texts.items()}
    for finding in findings:
        key = _key(finding, lines)
        if left[key] > 0:
            left[key] -= 1
        else:
            new.append(finding)
    return tuple(new)


def _counted(findings: Iterable[Finding], texts: Mapping[str, str]) -> Baseline:
    lines = {path: text.split("\n") for path, text in texts.items()}
    return Counter(_key(finding, lines) for finding in findings)


def _key(finding: Finding, lines: Mapping[str, list[str]]) -> str:
    """Return the file, the rule and a digest of the line's words and the message's, numbers left out."""
    source = lines.get(finding.path, [])
    line = source[finding.line - 1].strip() if finding.line <= len(source) else ""
    said = re.sub(r"\d+", "0", finding.message)
    digest = hashlib.sha256(f"{' '.join(line.split())}\n{said}".encode()).hexdigest()[:12]
    return f"{PurePath(finding.path).as_posix().removeprefix('./')} {finding.rule} {digest}"

"""Findings → a table of how often each rule found something."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from pipeline.models.finding import Finding


def export_statistics(findings: Sequence[Finding]) -> str:
    """Return how often each rule found something, the commonest first, as aligned columns."""
    counts = Counter((f.rule, f.defect.value) for f in findings)
    files: defaultdict[str, set[str]] = defaultdict(set)
    for finding in findings:
        files[finding.rule].add(finding.path)
    fixable = Counter(f.rule for f in findings if f.fix and f.fix.safe)
    rows = [f"{'findings':>8}  {'files':>5}  {'fixable':>7}  {'class':<22}  rule"]
    for (rule, defect), count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        rows.append(f"{count:>8}  {len(files[rule]):>5}  {fixable[rule]:>7}  {defect:<22}  {rule}")
    rows.append(f"{len(findings):>8}  {len({f.path for f in findings}):>5}  {fixable.total():>7}  in all")
    return "\n".join(rows) + "\n"

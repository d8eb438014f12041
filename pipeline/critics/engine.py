"""Runs the rules over one page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from pipeline.critics.context import Context, kind_of
from pipeline.critics.registry import Rule, all_rules
from pipeline.critics.suppressions import silenced
from pipeline.models.document import Document
from pipeline.models.finding import Finding


def criticize(document: Document, context: Context) -> tuple[Finding, ...]:
    """Return what the rules find in the page and nobody suppressed, in order of line."""
    rules = all_rules()
    context = replace(context, kind=context.kind or kind_of(document))
    found = [f for rule in rules if not rule.last for f in _findings(rule, document, context)]
    after = replace(context, found=tuple(found))
    found += [f for rule in rules if rule.last for f in _findings(rule, document, after)]
    kept = (finding for finding in found if not silenced(finding, document, context))
    return tuple(sorted(kept, key=lambda f: (f.line, f.column, f.rule)))


def _findings(rule: Rule, document: Document, context: Context) -> Iterator[Finding]:
    if context.configuration.level(rule.name, rule.defect, rule.level, document.path) is None:
        return
    seen: set[tuple[int, int, str]] = set()
    for hit in rule.check(document, context):
        key = (hit.line, hit.column, hit.message)
        if key in seen:
            continue
        seen.add(key)
        default = hit.level or rule.level
        level = context.configuration.level(rule.name, rule.defect, default, document.path)
        yield Finding(
            rule=rule.name,
            defect=rule.defect,
            level=level or default,
            path=document.path,
            line=hit.line,
            message=hit.message,
            column=hit.column,
            end_column=hit.end_column,
            fix=hit.fix,
        )

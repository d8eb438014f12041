"""A record as one self-contained HTML page: figures with their spread, plots, and the worst samples with their text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from html import escape

from pipeline.evaluation.actions import held
from pipeline.evaluation.answer import Answer
from pipeline.evaluation.calibration import agreements
from pipeline.evaluation.figures import by_sample, figure, measured
from pipeline.evaluation.headline import groups, headlines, parts_of, present, written
from pipeline.evaluation.makers_page import side_by_side
from pipeline.evaluation.markup import cards, document, rows
from pipeline.evaluation.measure import Better, Measure
from pipeline.evaluation.overview_page import classes, is_of_class, overview
from pipeline.evaluation.plots import axis_top, bar, scatter, strip
from pipeline.evaluation.record import Record, Row
from pipeline.evaluation.sample import Dataset, Sample
from pipeline.evaluation.subject import Subject

_BETTER = {Better.HIGHER: "higher is better", Better.LOWER: "lower is better", Better.NEITHER: "describes only"}
_TAGS = ("technology", "tier", "rule", "operator", "category")
_WORST = 5
_SOURCES = re.compile(r"^<!-- sources: (.+?) -->$", re.MULTILINE)


def html(record: Record) -> str:
    """Return the page."""
    return document("Runwright: evaluation", _body(record))


def _body(record: Record) -> Iterator[str]:
    parts = parts_of(record)
    yield "<h1>Evaluation</h1>"
    yield (
        f'<p class="soft">{escape(record.told)}, Runwright {escape(record.runwright)}, procedure library '
        f"{escape(record.library)}, {record.epochs} epoch{'s' * (record.epochs > 1)}, {record.seconds:.0f} s. "
        "A dot is a sample, the upright line the mean, the thick line its standard error.</p>"
    )
    yield "<nav>" + "".join(f'<a href="#{escape(name)}">{escape(name)}</a>' for name in parts) + "</nav>"
    yield from overview(record)
    yield from side_by_side(record)
    for name, found in parts.items():
        dataset = next((d for d in record.datasets if d.name == found[0].dataset), None)
        yield from _section(record, name, found, dataset)


def _section(record: Record, name: str, found: Sequence[Row], dataset: Dataset | None) -> Iterator[str]:
    answered = sum(not row.error for row in found)
    yield f'<h2 id="{escape(name)}">{escape(name)}</h2>'
    if dataset:
        source = (
            f"{dataset.provenance.source} {f'({dataset.provenance.license})' if dataset.provenance.license else ''}"
        )
        yield f'<p class="soft">Version {dataset.version}. {escape(source.strip())}.</p>'
    yield cards(
        [(f"{answered} of {len(found)}", "samples answered")]
        + [(written(measured(found, m.name)), m.name) for m in headlines(found, most=5)]
    )
    yield rows(("Measure", "0 to the largest value", "mean ± error, n"), _measures(found))
    yield from _constants(found)
    yield from classes(found)
    if judges := agreements(record, found):
        yield f"<h3>Judges beside people</h3><ul>{''.join(f'<li>{escape(str(each))}</li>' for each in judges)}</ul>"
    yield from _quality_against_length(found)
    for tag in _TAGS:
        yield from _breakdown(found, tag)
    if dataset:
        yield from _worst(found, dataset)
    yield from _failures(found)


def _measures(found: Sequence[Row]) -> Iterator[tuple[str, str, str, str]]:
    for measure in _alone(found):
        values = by_sample(found, measure.name)
        told = figure(list(values.values()))
        if told and (told.n == 1 or len(set(values.values())) > 1):
            top = axis_top(list(values.values()), measure.unit)
            says = f"{measure.says}; {_BETTER[measure.better]}"
            yield measure.name, says, strip(sorted(values.items()), told, top), _figure(found, measure)


def _alone(found: Sequence[Row]) -> list[Measure]:
    return [measure for measure in present(found) if not is_of_class(measure)]


def _constants(found: Sequence[Row]) -> Iterator[str]:
    """Name the measures that are the same for all samples: a plot of them shows nothing."""
    same = []
    for measure in _alone(found):
        values = list(by_sample(found, measure.name).values())
        if len(values) > 1 and len(set(values)) == 1:
            same.append(f"<b>{escape(measure.name)}</b> {values[0]:g} (n {len(values)})")
    if same:
        yield f'<p class="same">The same for every sample: {", ".join(same)}.</p>'


def _figure(found: Sequence[Row], measure: Measure) -> str:
    told = measured(found, measure.name)
    return f"{escape(written(told))}<small>n {told.n}</small>" if told else ""


def _breakdown(found: Sequence[Row], tag: str) -> Iterator[str]:
    parts = groups(found, tag)
    shown = headlines(found, most=1)
    if len(parts) < 2 or not shown:
        return
    measure = shown[0]
    scored = {value: part for value, part in parts.items() if measured(part, measure.name)}
    means = {value: told.mean for value, part in scored.items() if (told := measured(part, measure.name))}
    top = axis_top(list(means.values()), measure.unit)
    yield f"<h3>{escape(measure.name)} by {escape(tag)}</h3>"
    lines = [
        (value, measure.says, bar(told, top), _figure(scored[value], measure))
        for value in sorted(means, key=lambda v: (-means[v], v))
        if (told := measured(scored[value], measure.name))
    ]
    yield rows((tag.capitalize(), "", "mean ± error, n"), lines)


def _quality_against_length(found: Sequence[Row]) -> Iterator[str]:
    held, commands = by_sample(found, "actions-held"), by_sample(found, "commands")
    points = [(sample, commands[sample], held[sample]) for sample in sorted(held) if sample in commands]
    if len(points) > 2:
        yield "<h3>Actions held against commands in the draft</h3>"
        yield scatter(
            points, ("commands in the draft", "actions held"), axis_top([x for _, x, _ in points], "commands")
        )


def _worst(found: Sequence[Row], dataset: Dataset) -> Iterator[str]:
    shown = [m for m in headlines(found, most=20) if m.better is not Better.NEITHER]
    if not shown:
        return
    measure = shown[0]
    sign = 1 if measure.better is Better.HIGHER else -1
    samples = {sample.name: sample for sample in dataset.samples}
    scored = [row for row in found if row.answer and measure.name in row.scores and row.sample in samples]
    scored.sort(key=lambda row: (sign * row.scores[measure.name], row.sample))
    if scored:
        yield f"<h3>Lowest {escape(measure.name)}</h3>" if sign > 0 else f"<h3>Highest {escape(measure.name)}</h3>"
    for row in scored[:_WORST]:
        if row.answer:
            yield _sample(row, row.answer, samples[row.sample], measure)


def _sample(row: Row, answer: Answer, sample: Sample, measure: Measure) -> str:
    subject = Subject(sample, answer)
    findings = [f"line {f.line}, {f.level.value}: {f.message} ({f.rule})" for f in subject.findings]
    missing = [str(wish) for wish in subject.wishes if not held(wish, subject.actions)]
    sources = dict.fromkeys(s.strip() for told in _SOURCES.findall(answer.text) for s in told.split(";"))
    people = f", people: {sample.verdict}" if sample.verdict else ""
    judged = [f"{s.criterion}: {s.verdict or 'unscored'}{people}. {s.reason} {s.quote}" for s in answer.judged]
    texts = [("Draft", answer.text), ("Human runbook", sample.reference.runbook), ("Accepted", answer.accepted or "")]
    shown = [f"<div><h3>{name}</h3><pre>{escape(text)}</pre></div>" for name, text in texts if text]
    return (
        f"<details><summary><b>{escape(row.sample)}</b> {escape(measure.name)} {row.scores[measure.name]:.2f}, "
        f"{len(subject.findings)} findings, procedure {escape(answer.procedure or 'none')}</summary><div>"
        + _list("Actions that it lacks", missing)
        + _list("Judges", judged)
        + _list("Findings", findings)
        + _list("Sources", sources)
        + f'<div class="{"two" if len(shown) > 1 else "one"}">{"".join(shown)}</div></div></details>'
    )


def _list(title: str, items: Iterable[str]) -> str:
    inner = "".join(f"<li>{escape(item)}</li>" for item in items)
    return f"<h3>{title}</h3><ul>{inner}</ul>" if inner else ""


def _failures(found: Sequence[Row]) -> Iterator[str]:
    failed = [f"<li>{escape(row.sample)}: {escape(row.error)}</li>" for row in found if row.error]
    failed += [
        f"<li>{escape(row.sample)}: scorer {escape(scorer)} crashed: {escape(why)}</li>"
        for row in found
        for scorer, why in row.crashed.items()
    ]
    if failed:
        yield f"<h3>Not answered, not scored</h3><ul>{''.join(failed[:20])}</ul>"

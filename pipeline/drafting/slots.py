"""Placeholders of procedures: known values put in, unknown ones explained where they first occur."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from pipeline.commands.derive import scope
from pipeline.commands.promql import understand
from pipeline.drafting.annotation import VALUE, label_names, placeholder
from pipeline.models.evidence import Evidence
from pipeline.models.procedure import Slot
from pipeline.models.runbook import Block, Step

_ONLY = re.compile(r"# only (with|without) ([a-z ]*[a-z])")
_PLACEHOLDER = re.compile(r"<([a-z][a-z0-9-]*)>")
_LABEL = "-label"
# A value from an input goes into a command line only if no shell, SQL or PromQL gives any character a meaning.
_HARMLESS = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/:@%+=,-]{0,199}")


def fact(evidence: Evidence, name: str) -> str:
    """Return the fact of that name: of the service, else of the one production environment, else of the catalog."""
    if evidence.service and (value := evidence.service.fact(name)):
        return value
    production = [e for e in evidence.catalog.environments if e.name.startswith("prod")]
    if len(production) == 1 and (value := dict(production[0].facts).get(name, "")):
        return value
    return dict(evidence.catalog.facts).get(name, "")


def label(evidence: Evidence, name: str) -> str:
    """Return the one value that all alerts of the scenario fix for a label, or ""."""
    values = {
        ({**scope(a.expr), **dict(a.labels)} if a.expr else dict(a.labels)).get(name, "") for a in evidence.alerts
    }
    return values.pop() if len(values) == 1 else ""


def known_values(evidence: Evidence, slots: Mapping[str, Slot]) -> dict[str, str]:
    """Return the values of those slots whose source gives one that is harmless in a command."""
    found = {}
    for name, slot in slots.items():
        value = next(filter(None, (_from_source(evidence, source) for source in slot.source)), "")
        if value and _HARMLESS.fullmatch(value):
            found[name] = value
    return found


def fill(text: str, values: Mapping[str, str]) -> str:
    """Replace the placeholders whose values are known."""
    return _PLACEHOLDER.sub(lambda match: values.get(match[1], match[0]), text)


def fill_step(step: Step, values: Mapping[str, str]) -> Step:
    """Replace the known placeholders in all of a step."""
    return step.model_copy(
        update={
            "instructions": fill(step.instructions, values),
            "commands": tuple(
                Block(language=b.language, text=fill(b.text, values)) for b in _fitting(step.commands, values)
            ),
            "verification": tuple(fill(check, values) for check in step.verification),
        }
    )


def _fitting(blocks: Sequence[Block], values: Mapping[str, str]) -> Iterator[Block]:
    """Leave out a block that is "only without" something of which the block "only with" it holds a known value."""
    found = {match[2]: block for block in blocks if (match := _ONLY.match(block.text)) and match[1] == "with"}
    for block in blocks:
        match = _ONLY.match(block.text)
        other = found.get(match[2]) if match and match[1] == "without" else None
        own = set(_PLACEHOLDER.findall(block.text))
        if other is None or not (set(_PLACEHOLDER.findall(other.text)) - own) & set(values):
            yield block


def explain(steps: tuple[Step, ...], slots: Mapping[str, Slot], evidence: Evidence) -> tuple[Step, ...]:
    """Add to each step the explanation of the placeholders that occur in it for the first time."""
    labels = carried_labels(evidence)
    values = known_values(evidence, slots)
    slots = {name: slot.model_copy(update={"find": fill(slot.find, values)}) for name, slot in slots.items()}
    told: set[str] = set()
    explained = []
    for step in steps:
        text = "\n".join((step.instructions, *(b.text for b in step.commands), *step.verification))
        new = [n for n in dict.fromkeys(_PLACEHOLDER.findall(text)) if n in slots and n not in told]
        for name in new:  # a slot's own text may use others, which are then explained as well
            used = _PLACEHOLDER.findall(_explanation(name, slots[name], labels))
            new += [n for n in used if n in slots and n not in (*told, *new)]
        others = [n for n in dict.fromkeys(_PLACEHOLDER.findall(step.instructions)) if n not in (*slots, *told)]
        others = [n for n in others if f"- `<{n}>`" not in step.instructions]
        told.update((*new, *others))
        lines = [_explanation(name, slots[name], labels) for name in new]
        explained.append(_with_explanations(step, [*lines, *_of_the_alert(others, labels)]))
    return tuple(explained)


def labels_apart(text: str, slots: Mapping[str, Slot]) -> str:
    """Return an alert's own text with each label renamed whose name a slot of the procedure has for something else."""

    def renamed(match: re.Match[str]) -> str:
        slot = slots.get(match[1])
        same = slot is None or match[1] in {placeholder(s.removeprefix("label.")) for s in slot.source}
        return match[0] if same else f"<{match[1]}{_LABEL}>"

    return _PLACEHOLDER.sub(renamed, text)


def carried_labels(evidence: Evidence) -> frozenset[str]:
    """Return the labels that the scenario's alerts are known to carry when they fire."""
    carried: set[str] = set()
    for alert in evidence.alerts:
        carried.update(dict(alert.labels))
        carried.update(name for _, text in alert.annotations for name in label_names(text))
        carried.update((understand(alert.expr).labels or ()) if alert.expr else ())
    return frozenset(carried)


def _explanation(name: str, slot: Slot, labels: frozenset[str]) -> str:
    named = next((s.removeprefix("label.") for s in slot.source if s.startswith("label.")), "")
    # A label that holds exactly the value beats a command; "instance" holds a port that a host name must not.
    if named in labels and (not slot.find or named.replace("_", "") == name.replace("-", "")):
        return f"- `<{name}>`: {slot.meaning}; the `{named}` label of the alert"
    if slot.find:
        how = f"; find it with {slot.find}" if slot.find.startswith("`") else f"; {slot.find}"
    else:
        how = f"; the `{named}` label of the alert" if named else ""
    return f"- `<{name}>`: {slot.meaning}{how}"


def _of_the_alert(names: Sequence[str], labels: frozenset[str]) -> Iterator[str]:
    """Yield what the placeholders of an alert's own text stand for: its labels, and its value."""
    known = {placeholder(label) + end: label for label in labels for end in ("", _LABEL)}
    found = [name for name in names if name in known]
    if found:
        meant = ", ".join(f"`{known[name]}`" for name in found)
        shown = ", ".join(f"`<{name}>`" for name in found)
        yield f"- {shown}: the label{'s' if len(found) > 1 else ''} {meant} of the alert"
    if VALUE in names:
        yield f"- `<{VALUE}>`: the value that the alert shows"


def _with_explanations(step: Step, lines: list[str]) -> Step:
    if not lines:
        return step
    prose, effect, safety = step.instructions.partition("- **Effect**")
    prose = prose.rstrip("\n")
    joint = "\n" if prose.rsplit("\n", 1)[-1].startswith("- ") else "\n\n"
    listed = prose + (joint if prose else "") + "\n".join(lines)
    return step.model_copy(update={"instructions": f"{listed}\n{effect}{safety}" if effect else listed})


def _from_source(evidence: Evidence, source: str) -> str:
    kind, _, name = source.partition(".")
    return fact(evidence, name) if kind == "fact" else label(evidence, name)

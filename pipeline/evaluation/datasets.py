"""Data set files → data sets.

A data set is a YAML file with `name`, `version` and `provenance`, and either `samples`, or `workspace`: a folder of
entries (relative to the file) each of whose scenarios becomes a sample, or `labelled`: a folder of runbooks with their
known defects, or `judged`: one of runbooks that people judged, or `of`: another data set, whose samples it takes;
`only` names those that are wanted. A sample's `text` or `files` may be given in place, or as the path of a file:
`text_file`, `inputs`. With `model` and `recording` the samples are also drafted from a model's kept replies. Pairs of
alerts and runbooks are read from JSON lines, and an output folder gives a team's own history: see `pairs`, `history`.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from pipeline.errors import UserError
from pipeline.evaluation.drafts import evidences, read_files
from pipeline.evaluation.history import is_history, read_history
from pipeline.evaluation.judged import read_judged
from pipeline.evaluation.labelled import read_labelled
from pipeline.evaluation.maker import Recorded
from pipeline.evaluation.pairs import read_pairs
from pipeline.evaluation.sample import Dataset, Sample

_CONTENT = ("workspace", "labelled", "judged", "of", "samples")
_RECORDED = frozenset(Recorded.model_fields)
_KEYS = frozenset(("name", "version", "provenance", *_CONTENT, "only", "stability", "mutate")) | _RECORDED


def load(paths: Iterable[Path]) -> tuple[Dataset, ...]:
    """Read data set files, folders of them, files of pairs, and output folders. Raises UserError for anything else."""
    found: dict[str, Dataset] = {}
    for path in paths:
        for dataset in _read(path):
            if dataset.name in found:
                raise UserError(f"a second data set with the name {dataset.name!r}", str(path), "rename one of them")
            found[dataset.name] = dataset
    return tuple(found.values())


def _read(path: Path) -> list[Dataset]:
    if path.is_dir():
        if is_history(path):
            return [read_history(path)]
        files = sorted(path.glob("*.yaml"))
        if not files:
            raise UserError(
                "no data sets (*.yaml) in it", str(path), "name a data set, pairs as *.jsonl, or an output folder"
            )
        return [read_dataset(file) for file in files]
    return [read_pairs(path) if path.suffix == ".jsonl" else read_dataset(path)]


def read_dataset(path: Path) -> Dataset:
    """Read one data set file. Raises UserError that names the file and what is wrong in it."""
    data = _data(path)
    only = frozenset(map(str, data.pop("only", None) or ()))
    data |= _content(data, path, only)
    if recorded := {key: data.pop(key) for key in _RECORDED & set(data)}:
        if "recording" in recorded:
            recorded["recording"] = os.path.normpath(path.parent / str(recorded["recording"]))
        data["recorded"] = recorded
    try:
        dataset = Dataset.model_validate(data)
    except ValidationError as error:
        faults = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors()[:3])
        raise UserError(f"not a data set: {faults}", str(path), _cure()) from None
    names = [sample.name for sample in dataset.samples]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise UserError(f"two samples are called {', '.join(twice)}", str(path), "give each a name of its own")
    return dataset


def _data(path: Path) -> dict[str, Any]:
    try:
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise UserError(f"not a data set: {' '.join(str(error).split())}", str(path), _cure()) from None
    if not isinstance(data, dict) or not (set(_CONTENT) & set(data)):
        raise UserError(f"not a data set: none of {', '.join(_CONTENT)} in it", str(path), _cure())
    if unknown := sorted(map(str, set(data) - _KEYS)):
        raise UserError(f"unknown keys: {', '.join(unknown)}", str(path), f"known are {', '.join(sorted(_KEYS))}")
    return data


def _content(data: dict[str, Any], path: Path, only: frozenset[str]) -> dict[str, Any]:
    """Return the samples and shared files of a data set; what says where they come from is taken out of it."""
    name, place = next((key, data.pop(key)) for key in _CONTENT if key in data)
    if name == "samples":
        return {"samples": [_with_files(sample, path) for sample in place or () if _wanted(sample, only)]}
    folder = path.parent / str(place)
    if name == "workspace":
        return _of_workspace(folder, only)
    if name == "of":
        other = read_dataset(folder)
        samples = [s for s in other.samples if not only or {s.name, *s.entries} & only]
        return {"files": other.files, "samples": samples}
    samples = read_labelled(folder) if name == "labelled" else read_judged(folder)
    return {"samples": [sample for sample in samples if not only or sample.name in only]}


def _wanted(sample: object, only: frozenset[str]) -> bool:
    return not only or not isinstance(sample, Mapping) or sample.get("name") in only


def _of_workspace(folder: Path, only: frozenset[str]) -> dict[str, Any]:
    if not folder.is_dir():
        raise UserError("no such folder", str(folder), "correct “workspace” in the data set")
    files = {
        str(file.relative_to(folder)): _text(file, folder)
        for file in sorted(folder.rglob("*"))
        if file.is_file() and file.suffix in (".md", ".yaml", ".yml", ".csv", ".json")
    }
    scenarios = (evidence.scenario for evidence in evidences(read_files(files), must_haves=True))
    samples = [
        Sample(name=s.key, entries=s.entries, tags={"tier": s.tier.value, "category": s.category.value})
        for s in scenarios
        if not only or {s.key, *s.entries} & only
    ]
    return {"files": files, "samples": samples}


def _with_files(sample: object, path: Path) -> object:
    """Put the text of named files into a sample."""
    if not isinstance(sample, Mapping):
        return sample
    filled = dict(sample)
    if name := filled.pop("text_file", None):
        filled["text"] = _text(path.parent / str(name), path)
    if names := filled.pop("inputs", None):
        filled["files"] = {Path(str(name)).name: _text(path.parent / str(name), path) for name in names}
    return filled


def _text(file: Path, dataset: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UserError(f"cannot read {file}: {error}", str(dataset), "correct the path in the sample") from None


def _cure() -> str:
    return "see evals/README.md for the form of a data set"

"""What differs between two runs, by their records. Pure.

What made the model is compared by what identifies it: data by the digest of their keys and ETags, code by its hash,
an image by its digest where that is known, else by its tag. Metrics are shown whether they differ or not.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from stepline.runs.record import Record

Facts = Mapping[str, Any]
NOT_COMPARED = (
    "instance_type",
    "instance_count",
)  # a machine changes no model, and stands with the jobs


@dataclass(frozen=True)
class Difference:
    """A fact that the two runs do not share; None where one of them has none."""

    section: str
    name: str
    values: tuple[Any, Any]


@dataclass(frozen=True)
class Score:
    """A metric's value, with the ends of its confidence interval where there is one."""

    value: float
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class MetricPair:
    """A metric of both runs."""

    name: str
    scores: tuple[Score | None, Score | None]

    @property
    def apart(self) -> bool | None:
        """Whether the intervals are apart; None where a run has none."""
        first, second = self.scores
        if first is None or second is None:
            return None
        ends = (first.low, first.high, second.low, second.high)
        if any(end is None for end in ends):
            return None
        low, high, other_low, other_high = ends
        return bool(high < other_low or other_high < low)  # type: ignore[operator]


@dataclass(frozen=True)
class Comparison:
    """``same`` are the sections in which nothing differs."""

    runs: tuple[Record, Record]
    same: tuple[str, ...]
    differences: tuple[Difference, ...]
    metrics: tuple[MetricPair, ...]


def compare(first: Record, second: Record) -> Comparison:
    """What differs."""
    facts = tuple(dict(_sections(record)) for record in (first, second))
    names = list(dict.fromkeys(name for each in facts for name in each))
    found = {
        name: _differences(name, facts[0].get(name, {}), facts[1].get(name, {})) for name in names
    }
    return Comparison(
        runs=(first, second),
        same=tuple(name for name, each in found.items() if not each),
        differences=tuple(one for each in found.values() for one in each),
        metrics=_metrics(first, second),
    )


def _differences(section: str, first: Facts, second: Facts) -> list[Difference]:
    names = dict.fromkeys([*first, *second])
    pairs = ((name, (first.get(name), second.get(name))) for name in names)
    return [Difference(section, name, values) for name, values in pairs if values[0] != values[1]]


def _sections(record: Record) -> Iterator[tuple[str, Facts]]:
    """What a run was made of, by section; a section of which the run has nothing is left out."""
    config = record.get("config") or {}
    sections = {
        "data": dict(_data(record)),
        "code": {job["name"]: each for job in jobs(record) if (each := _hash(job))},
        "image": {job["name"]: each for job in jobs(record) if (each := _image(job))},
        "hyperparameters": config.get("hyperparameters") or _hyperparameters(record),
        "processing": {
            name: value
            for name, value in (config.get("processing") or {}).items()
            if name not in NOT_COMPARED
        },
        "arguments": {
            job["name"]: " ".join(map(str, each))
            for job in jobs(record)
            if job.get("kind") == "processing" and (each := job.get("arguments"))
        },
        "machines": {job["name"]: each for job in jobs(record) if (each := machines(job))},
    }
    yield from ((name, facts) for name, facts in sections.items() if facts)


def _data(record: Record) -> Iterator[tuple[str, Any]]:
    """Without a digest the address is all that is known."""
    inputs = record.get("inputs") or {"data": {"uri": (record.get("config") or {}).get("data")}}
    for name, each in inputs.items():
        if not isinstance(each, dict):
            continue
        for key in ("uri", "digest", "objects", "bytes"):
            if each.get(key) is not None:
                yield (key if name == "data" else f"{name} {key}"), each[key]


def jobs(record: Record) -> list[Mapping[str, Any]]:
    """Those of a run, those it reused included. Of a state's the last counts: one before it failed, and was redriven."""
    found = record.get("jobs")
    return [job for job in found or [] if isinstance(job, dict) and job.get("name")]


def machines(job: Mapping[str, Any]) -> str | None:
    """How many of which type."""
    found = job.get("instances") or {}
    return f"{found.get('count')} × {found['type']}" if found.get("type") else None


def _hash(job: Mapping[str, Any]) -> str | None:
    return (job.get("code") or {}).get("hash")


def _image(job: Mapping[str, Any]) -> str | None:
    image = job.get("image") or {}
    return image.get("digest") or image.get("uri")


def _hyperparameters(record: Record) -> Facts:
    trainings = (job for job in reversed(jobs(record)) if job.get("kind") == "training")
    found = (job.get("hyperparameters") for job in trainings)
    return next((each for each in found if isinstance(each, dict)), {})


def scores(record: Record) -> dict[str, Score]:
    """The metrics of a run: those of its evaluation, with intervals, then those that its training logged."""
    found = {}
    for name, each in (record.get("scores") or {}).items():
        if (score := score_of((each or {}).get("candidate"))) is not None:
            found[name] = score
    for job in reversed(jobs(record)):
        if job.get("kind") == "training":
            for name, value in (job.get("metrics") or {}).items():
                found.setdefault(name, Score(value))
    return found


def score_of(candidate: Any) -> Score | None:
    """What an evaluation has of a metric: ``{"value": …, "low": …, "high": …}``; None where it has no value."""
    if isinstance(candidate, dict) and isinstance(candidate.get("value"), int | float):
        return Score(candidate["value"], candidate.get("low"), candidate.get("high"))
    return None


def _metrics(first: Record, second: Record) -> tuple[MetricPair, ...]:
    both = scores(first), scores(second)
    names = dict.fromkeys([*both[0], *both[1]])
    return tuple(MetricPair(name, (both[0].get(name), both[1].get(name))) for name in names)

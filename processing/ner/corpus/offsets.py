"""How the offsets of a JSON lines file are counted: looked at before its entities are believed.

Offsets counted otherwise than ours are plausible: nearly all lie within the text, and an entity that is
one character off would be widened to the words that it touches. So the entities that another counting
would move are looked at both ways (``wholeness``). Where the other way clearly fits and ours does not,
the file is read that way, with a warning; where it may be so, there is a warning alone.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from . import wholeness
from .counting import BY_NAME, CHARACTERS, OTHERS, UNITS, Counting, shifted
from .spans import LONGEST_LINE_BYTES, edges_of

_SAMPLE = 1000  # lines looked at, and as many more with characters beyond U+FFFF
_BEYOND = re.compile(rb"[\xf0-\xf4]|\\u[dD][89abAB]")  # in UTF-8, and as JSON escapes it
_SURE = 3  # entities that must fit another way before a file is read that way
_MANY = 30  # and that must, where the way is another beginning or end
_FURTHEST = 64  # how far offsets may be shifted as a whole


@dataclass(frozen=True)
class Seen:
    """An entity as a file gives it, and the line on which it stands."""

    text: str
    start: int
    end: int
    line: int


@dataclass
class Evidence:
    """How entities fit that a way of counting would move, in ``ours`` and in ``theirs``."""

    way: Counting
    entities: int = 0
    ours: list[int] = field(default_factory=lambda: [0, 0])  # that look marked, that do not
    theirs: list[int] = field(default_factory=lambda: [0, 0])
    example: Seen | None = None

    def see(self, entity: Seen) -> None:
        if entity.text.isascii() and self.way.name in ("utf-16", "bytes"):
            return
        edges = self.way.edges(entity.text, entity.start, entity.end)
        if edges == (entity.start, entity.end):
            return
        if self.way not in UNITS and wholeness.may_go_on(entity.text, entity.end):
            return  # a particle of one syllable ends a word as well as the name before it does
        self.entities += 1
        ours = wholeness.of(entity.text, entity.start, entity.end)
        theirs = wholeness.of(entity.text, *edges) if edges else -1
        for counts, look in ((self.ours, ours), (self.theirs, theirs)):
            counts[0] += look > 0
            counts[1] += look < 0
        if self.example is None and theirs > 0 >= ours:
            self.example = entity

    @property
    def is_found(self) -> bool:
        """Whether this is clearly how the offsets are counted."""
        fits, misfits = self.theirs
        our_fits, our_misfits = self.ours
        if self.way not in UNITS:
            # A letter before or behind a name may be a word of its own in a language.
            nearly_all = min(our_misfits, fits) >= max(2 * _SURE, 0.9 * self.entities)
            return nearly_all or fits >= max(_MANY, 0.8 * self.entities, 4 * our_fits)
        fit_better = fits >= max(_SURE, 3 * our_fits) and (
            2 * misfits <= our_misfits + self.entities // 5
        )
        misfit_less = our_misfits >= max(_SURE, self.entities / 2) and (
            5 * misfits <= our_misfits and fits >= our_fits
        )
        return fit_better or misfit_less

    @property
    def lead(self) -> int:
        """By how many entities this way fits better than ours."""
        return (self.theirs[0] - self.theirs[1]) - (self.ours[0] - self.ours[1])


@dataclass(frozen=True)
class Verdict:
    """How a file's offsets are to be read, and what there is to say of that."""

    way: Counting
    doubts: tuple[str, ...] = ()


def look(path: Path, name: str, asked: str) -> Verdict:
    """How the offsets of a file are counted; ``asked`` names a way, or is ``auto``."""
    if asked != "auto":
        return Verdict(BY_NAME[asked])
    return judge(list(_entities(path)), name)


def judge(entities: list[Seen], name: str) -> Verdict:
    """The way that the entities fit best. Pure."""
    found = [Evidence(way) for way in OTHERS]
    for evidence in found:
        for entity in entities:
            evidence.see(entity)
    sure = [evidence for evidence in found if evidence.is_found]
    if sure:
        best = max(sure, key=lambda one: one.lead)
        return Verdict(best.way, (f"{_said(best, name)}, and so it is read",))
    in_utf_16, in_bytes = found[0], found[1]
    for evidence in (in_utf_16, in_bytes):
        if evidence.lead > 0 and evidence.example:
            return Verdict(CHARACTERS, (f"{_said(evidence, name)}; it is read as characters",))
    moved = _moved(entities)
    if moved and moved.is_found:
        return Verdict(CHARACTERS, (f"{_said(moved, name)}; it is read as it stands",))
    for evidence in (in_utf_16, in_bytes):
        if evidence.entities and evidence.lead >= 0:
            way = evidence.way
            doubt = (
                f"{name} has {evidence.entities} {way.differs}, and nothing tells whether it counts in "
                f"characters, as it is read, or {way.words}"
            )
            return Verdict(CHARACTERS, (doubt,))
    return Verdict(CHARACTERS)


def _moved(entities: list[Seen]) -> Evidence | None:
    """The shift of all offsets by which most entities would fit, where most do not."""
    looks = [wholeness.of(one.text, one.start, one.end) for one in entities]
    if len(looks) < 2 * _SURE or 2 * sum(look < 0 for look in looks) < len(looks):
        return None
    best: Evidence | None = None
    for by in sorted(range(-_FURTHEST, _FURTHEST + 1), key=abs)[1:]:
        evidence = Evidence(shifted(by))
        for entity in entities[:200]:
            evidence.see(entity)
        if best is None or evidence.theirs[0] > best.theirs[0]:
            best = evidence
    return best


def _said(evidence: Evidence, name: str) -> str:
    way, example = evidence.way, evidence.example
    shown = ""
    if example:
        start, end = way.edges(example.text, example.start, example.end) or (0, 0)
        shown = (
            f", such as {example.text[start:end]!r} for [{example.start}, {example.end}] on line "
            f"{example.line}, which would be {example.text[example.start : example.end]!r}"
        )
    return (
        f"{name} seems to count offsets {way.words}: of {evidence.entities} {way.differs}, "
        f"{evidence.theirs[0]} are whole words that way and {evidence.ours[0]} as characters{shown}"
    )


def _entities(path: Path) -> Iterator[Seen]:
    """The entities of the lines that are looked at; what is no record is left to ``spans``."""
    looked = beyond = number = 0
    with path.open("rb") as file:
        while line := file.readline(LONGEST_LINE_BYTES):
            number += 1
            is_beyond = beyond < _SAMPLE and _BEYOND.search(line) is not None
            if looked >= _SAMPLE and not is_beyond:
                continue
            found = list(_of_line(line.removeprefix(b"\xef\xbb\xbf"), number))
            looked += bool(found)
            beyond += is_beyond and bool(found)
            yield from found


def _of_line(line: bytes, number: int) -> Iterator[Seen]:
    try:
        fields: Any = json.loads(line)
    except (ValueError, RecursionError):
        return
    if not isinstance(fields, dict):
        return
    text, entities = fields.get("text"), fields.get("entities")
    if not isinstance(text, str) or not isinstance(entities, list):
        return
    for entity in entities:
        edges = edges_of(entity)
        if edges:
            yield Seen(text, *edges, number)

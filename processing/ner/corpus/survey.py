"""The first pass: reads all files whole, so that nothing is written for data that is broken."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain

import numpy as np

from . import conll, layout, legibility, offsets, spans
from .conll import Sentences
from .doubts import Shape
from .layout import Layout
from .offsets import Verdict
from .problems import DataProblem, JobProblem, Tolerance
from .progress import Progress
from .sources import Source
from .spans import Record
from .splits import Plan, Spread, hashes
from .tags import Scheme, TagCodes, Types, begin, inside

SAMPLE = 1000  # records with entities, by which the unit is chosen


class Reader:
    """Reads the files of a job; tags and types are numbered alike in every pass.

    ``counted`` is how offsets are counted: a name of ``counting``, or ``auto``.
    """

    def __init__(self, counted: str = "auto") -> None:
        self.types = Types()
        self.tags = TagCodes(self.types)
        self._counted = counted
        self._layouts: dict[str, Layout] = {}  # by file name
        self._verdicts: dict[str, Verdict] = {}
        self._damages: dict[str, tuple[str, ...]] = {}

    @property
    def doubts(self) -> list[str]:
        """What there is to say of how files are read, so far."""
        return [
            *chain.from_iterable(found.doubts for found in self._layouts.values()),
            *chain.from_iterable(verdict.doubts for verdict in self._verdicts.values()),
            *chain.from_iterable(self._damages.values()),
        ]

    def read(self, source: Source, tolerance: Tolerance) -> Iterator[Sentences | list[Record]]:
        """The usable sentences of a file: ``Sentences`` of CoNLL, records of JSON lines."""
        if source.name not in self._damages:
            self._damages[source.name] = legibility.look(source.path, source.name)
        if source.format == "CoNLL":
            if source.name not in self._layouts:
                self._layouts[source.name] = layout.look(source.path, source.name)
            token = self._layouts[source.name].token
            yield from conll.read(source.path, source.name, self.tags, tolerance, token)
        else:
            if source.name not in self._verdicts:
                self._verdicts[source.name] = offsets.look(source.path, source.name, self._counted)
            way = self._verdicts[source.name].way
            yield from spans.read(source.path, source.name, self.types, tolerance, way)


def count(block: Sentences | list[Record]) -> int:
    """The sentences of a block."""
    return len(block.lengths) if isinstance(block, Sentences) else len(block)


@dataclass
class Survey:
    """What the files hold. ``labels``: units or entities of each label id, to see which occur."""

    sentences: dict[str, int] = field(default_factory=dict)  # by file name
    schemes: dict[str, Scheme] = field(default_factory=dict)  # by name of a CoNLL file
    shapes: dict[str, Shape] = field(default_factory=dict)  # likewise
    labels: np.ndarray = field(default_factory=lambda: np.zeros(1, dtype=np.int64))
    sample: list[Record] = field(default_factory=list)
    spread: Spread = field(default_factory=Spread)

    def see(self, labels: np.ndarray) -> None:
        counts = np.bincount(labels, minlength=len(self.labels))
        counts[: len(self.labels)] += self.labels
        self.labels = counts


def survey(sources: list[Source], reader: Reader, tolerance: Tolerance, plan: Plan) -> Survey:
    """Read all files. Of those that ``plan`` divides, it sees how far their sentences' hashes reach.

    Raises:
        DataProblem: something is wrong and ``tolerance`` skips nothing.
        JobProblem: there is no usable sentence, or no entity, in any of them.
    """
    found = Survey(spread=plan.spread())
    progress = Progress("reading")
    for source in sources:
        sentences, scheme, shape = 0, Scheme(), Shape()
        dropped = tolerance.total
        for block in reader.read(source, tolerance):
            if isinstance(block, Sentences):
                labels, evidence = reader.tags.to_iob2(block.tags, block.lengths)
                scheme += evidence
                shape.see(block.lengths)
                found.see(labels)
            else:
                found.see(np.array([begin(s.type) for r in block for s in r.spans], np.int64))
                room = SAMPLE - len(found.sample)
                if room > 0 and source.split in (None, "train"):
                    found.sample += [record for record in block if record.spans][:room]
            if plan.cut_splits and plan.is_cuttable(source):
                found.spread.see(hashes(block))
            sentences += count(block)
            progress.add(count(block))
        if not sentences and tolerance.total == dropped:
            empty = not source.path.stat().st_size
            reason = "the file is empty" if empty else "the file holds no sentence"
            tolerance.meet(DataProblem("empty file", reason, source.name))
        found.sentences[source.name] = sentences
        if source.format == "CoNLL":
            found.schemes[source.name] = scheme
            found.shapes[source.name] = shape
    if not sum(found.sentences.values()):
        raise JobProblem("there is no usable sentence in the data")
    if not found.labels[1:].any():
        raise JobProblem("there is no entity in the data: every tag is O, every list is empty")
    size = inside(len(reader.types.names))
    found.labels = np.pad(found.labels, (0, max(size - len(found.labels), 0)))
    return found

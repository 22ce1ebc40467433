"""The whole job: survey, splits, tokenizer, unit, then the pass that tokenises and writes."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from tokenizers import Tokenizer

from . import conll, doubts, reference, report, texts, tokenizer, words
from .ahead import ahead
from .annotated import Annotated
from .conll import Sentences
from .divided import Corpus
from .encoding import TextEncoder
from .options import Options
from .problems import JobProblem, Tolerance
from .progress import Progress
from .reference import Sentence
from .repetition import Repetition
from .report import Figures
from .sources import SPLITS, Source, find
from .splits import TEST, plan
from .survey import Reader, Survey, survey
from .tables import Output, SplitWriter
from .tags import Labels, settle
from .tokenizer import Model
from .windows import cut as cut_windows

MISFITS = 0.02  # share of entities off pre-token edges, above which each sub-token is a unit


def prepare(options: Options) -> dict[str, Any]:
    """Do the job and return its report, which is written to ``report/report.json`` as well.

    Raises:
        JobProblem: the data, the checkpoint or the options cannot be used; nothing is written.
    """
    sources, ignored = find(options.data)
    reader, tolerance = Reader(options.offsets), Tolerance(options.skip)
    division = plan(sources, options.validation_fraction, options.test_fraction)
    found = survey(sources, reader, tolerance, division)
    named = {str(source.split) for source in sources}
    doubts.refuse_too_few(division, named, found.spread, found.shapes)
    corpus = Corpus(sources, reader, division, division.cut(found.spread))
    labels = settle(reader.types, found.labels)
    model = _tokenizer(options, corpus)
    text_encoder = TextEncoder(model.texts)
    unit, reason = _unit(options.unit, text_encoder, found)
    with Output() as output:
        _save_tokenizer(model, labels, unit, options, output)
        tally = _Tally(
            {name: Figures(labels) for name in SPLITS}, texts.Fit(), Repetition(len(SPLITS))
        )
        # While a block is written, the next is tokenised and the one behind it is read.
        tokenised = _tokenise(corpus, model.words, text_encoder, unit, tally)
        total = sum(found.sentences.values())
        _write(ahead(tokenised), tally, labels, model, options, output, total)
        warnings = [
            *_doubts(sources, reader, found),
            *doubts.of_shares(division.beyond(found.spread)),
            *doubts.of_fit(tally.fit, unit),
            *doubts.of_repetition(SPLITS, tally.repetition.shares()),
            *_check(tally.figures, found),
        ]
        result = {
            "files": _files(sources, found),
            "ignored_files": ignored,
            "splits_cut_from_training": list(division.cut_splits),
            "tokenizer": {"source": model.source, "vocabulary": model.vocabulary},
            "unit": unit,
            "unit_reason": reason,
            "max_length": options.max_length,
            "stride": options.stride,
            "labels": labels.names,
            "splits": {name: figures.as_dict() for name, figures in tally.figures.items()},
            "dropped": {
                "sentences": tolerance.total,
                "reasons": dict(tolerance.kinds),
                "examples": tolerance.examples,
            },
            "words_without_tokens": tally.words_gone,
            "spans": tally.fit.counts,
            "warnings": warnings,
        }
        text = json.dumps(result, indent=2, ensure_ascii=False) + "\n"
        # The last to get its name: where there is a report, all else is there as well.
        output.path(options.output / "report" / "report.json").write_text(text, encoding="utf-8")
        output.finish()
    return result


def _tokenizer(options: Options, corpus: Corpus) -> Model:
    if options.pretrained is not None:
        if not options.pretrained.is_dir():
            raise JobProblem(f"there is no checkpoint folder {options.pretrained}")
        model = tokenizer.from_checkpoint(str(options.pretrained), "the given checkpoint")
    elif options.model_name:
        model = tokenizer.from_checkpoint(options.model_name, f"the model {options.model_name}")
    else:
        model = tokenizer.train(corpus.training_texts, options.vocabulary)
    if model.longest is not None and options.max_length > model.longest:
        raise JobProblem(
            f"--max-length is {options.max_length}, but {model.source} takes {model.longest} "
            "sub-tokens at most"
        )
    return model


def _unit(asked: str, encoder: TextEncoder, found: Survey) -> tuple[str, str]:
    """The unit, and why: by the share of entities that do not fall on whole pre-tokens."""
    if asked != "auto":
        return asked, "as asked for"
    if not found.sample:
        return "word", "the data comes as words"
    fit = texts.Fit()
    texts.annotate(encoder, found.sample, every_subtoken=False, fit=fit)
    reason = f"{fit.misfits:.1%} of {fit.entities} entities do not fall on whole words"
    return ("subtoken" if fit.misfits > MISFITS else "word"), reason


def _save_tokenizer(
    model: Model, labels: Labels, unit: str, options: Options, output: Output
) -> None:
    folder = options.output / "tokenizer"
    with tempfile.TemporaryDirectory() as made:
        tokenizer.save(model, Path(made))
        for path in sorted(Path(made).iterdir()):
            output.path(folder / path.name).write_bytes(path.read_bytes())
    decided = {
        "labels": labels.names,
        "unit": unit,
        "max_length": options.max_length,
        "stride": options.stride,
    }
    text = json.dumps(decided, indent=2, ensure_ascii=False) + "\n"
    output.path(folder / "labels.json").write_text(text, encoding="utf-8")


@dataclass
class _Tally:
    figures: dict[str, Figures]
    fit: texts.Fit
    repetition: Repetition
    words_gone: int = 0


def _write(
    tokenised: Iterator[tuple[Annotated, np.ndarray, list[Sentence]]],
    tally: _Tally,
    labels: Labels,
    model: Model,
    options: Options,
    output: Output,
    total: int,
) -> None:
    """Cut windows and write them of training and validation, and the test split as it came."""
    writers = {
        name: SplitWriter(output.path(options.output / name / "part-00000.parquet"))
        for name in SPLITS
        if name != SPLITS[TEST]
    }
    tested = output.path(options.output / SPLITS[TEST] / reference.FILE)
    progress = Progress("tokenising", total)
    with ExitStack() as open_files:
        file = open_files.enter_context(tested.open("w", encoding="utf-8"))
        for writer in writers.values():
            open_files.callback(writer.close)
        for annotated, splits, sentences in tokenised:
            file.writelines(sentence.as_line() for sentence in sentences)
            for number, name in enumerate(SPLITS):
                part = annotated.of(splits == number)
                if not len(part.lengths):
                    continue
                tally.repetition.see(number, part)
                rows = cut_windows(
                    part.relabelled(labels.order),
                    model.prefix,
                    model.suffix,
                    options.max_length,
                    options.stride,
                )
                if name in writers:
                    writers[name].write(rows, len(part.lengths))
                tally.figures[name].add(rows, part.lengths)
            progress.add(len(splits))


def _tokenise(
    corpus: Corpus, for_words: Tokenizer, text_encoder: TextEncoder, unit: str, tally: _Tally
) -> Iterator[tuple[Annotated, np.ndarray, list[Sentence]]]:
    """The sentences block by block, each with the number of its split; those of the test split as they came."""
    word_encoder = words.WordEncoder(for_words)
    every_subtoken = unit == "subtoken"
    for block, splits in ahead(corpus.blocks()):
        if isinstance(block, Sentences):
            ids, _ = corpus.reader.tags.to_iob2(block.tags, block.lengths)
            annotated, gone = words.annotate(word_encoder, block, ids, every_subtoken)
            tally.words_gone += gone
            tested = reference.of_words(block, ids, splits == TEST, corpus.reader.types.names)
        else:
            annotated = texts.annotate(text_encoder, block, every_subtoken, tally.fit)
            tested = reference.of_records(block, splits == TEST, corpus.reader.types.names)
        yield annotated, splits, list(tested)


def _files(sources: list[Source], found: Survey) -> list[dict[str, Any]]:
    return [
        {
            "file": source.name,
            "format": source.format,
            "split": source.split or "by share",
            "sentences": found.sentences[source.name],
            "scheme": scheme.name if (scheme := found.schemes.get(source.name)) else None,
            "tags_repaired": scheme.repaired if scheme else 0,
        }
        for source in sources
    ]


def _doubts(sources: list[Source], reader: Reader, found: Survey) -> list[str]:
    """What the survey makes doubtful."""
    lines = {
        source.name: conll.line_of_longest(source.path)
        for source in sources
        if source.name in found.shapes and found.shapes[source.name].long
    }
    return [
        *reader.doubts,
        *doubts.of_shapes(found.shapes, lines),
        *doubts.of_types(reader.types.names, found.labels),
        *doubts.of_outside(found.shapes, found.labels),
    ]


def _check(figures: dict[str, Figures], found: Survey) -> list[str]:
    """Warnings; raises JobProblem where training would have to fail."""
    for name in SPLITS:
        if not figures[name].windows:
            count = figures[name].sentences
            told = f": the tokenizer makes nothing of its {count} sentences" if count else ""
            raise JobProblem(f"the {name} split is empty, and training needs all three{told}")
    if not any(figures["train"].entities.values()):
        raise JobProblem("the training split has no entity")
    warnings = report.unseen(figures)
    for file, scheme in found.schemes.items():
        if scheme.repaired:
            warnings.append(
                f"{file} ({scheme.name}) has {scheme.repaired} entities that begin with I- or E-: "
                "they are read as if they began with B-"
            )
    return warnings

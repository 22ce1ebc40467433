"""The whole job: the candidate and what serves, asked about the same sentences, which no training saw."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from corpus import reference
from corpus.problems import JobProblem
from corpus.reference import Sentence
from evaluating import evaluation  # type: ignore[import-not-found]  # the zip's root is on the path
from evaluating.entities import Entities  # type: ignore[import-not-found]
from evaluating.problems import Unusable  # type: ignore[import-not-found]

from .artifact import is_there, unpacked
from .asking import Answer, ask
from .model import Tagger, load
from .options import Options

TITLE = "Named entities"


def evaluate(options: Options) -> dict[str, Any]:
    """Measure, and write ``evaluation.json`` and ``report.html``; the content of the first.

    Raises:
        JobProblem: a model or the test split cannot be used.
    """
    sentences = reference.read(options.test)
    with unpacked(options.model) as folder:
        candidate = load(folder, "the candidate")
        answers = _answers(candidate, sentences)
    champion = None
    if options.champion is not None and is_there(options.champion):
        champion = _scores(sentences, _of_champion(options.champion, sentences), ())
    try:
        content: dict[str, Any] = evaluation.evaluate(
            TITLE, _scores(sentences, answers, candidate.types), champion
        )
        evaluation.write(options.output, content)
    except Unusable as error:
        raise JobProblem(str(error)) from error
    return content


def _of_champion(folder: Path, sentences: Sequence[Sentence]) -> list[Answer]:
    with unpacked(folder) as model:
        return _answers(load(model, "the model that serves"), sentences)


def _answers(tagger: Tagger, sentences: Sequence[Sentence]) -> list[Answer]:
    return list(ask(tagger, sentences))


def _scores(sentences: Sequence[Sentence], answers: Sequence[Answer], types: Sequence[str]) -> Any:
    observed = [sentence.entities for sentence in sentences]
    return Entities(observed, [answer.entities for answer in answers], sorted(types))

"""The whole job: the candidate and what serves, asked about the same sentences, which no training saw."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from corpus import reference
from corpus.problems import JobProblem
from corpus.reference import Sentence
from evaluating import evaluation, serving
from evaluating.archive import unpacked
from evaluating.entities import Entities
from evaluating.problems import Unusable
from monitoring import baseline

from .asking import Response, ask
from .captured import as_asked
from .model import Tagger, load
from .options import Options

TITLE = "Named entities"


def evaluate(options: Options) -> dict[str, Any]:
    """Measure, and write ``evaluation.json``, ``report.html`` and the ``baseline.json`` of later traffic; the content of the first.

    Raises:
        JobProblem: the candidate or the test split cannot be used.
    """
    try:
        return _evaluate(options)
    except Unusable as error:
        raise JobProblem(str(error)) from error


def _evaluate(options: Options) -> dict[str, Any]:
    sentences = reference.read(options.test)
    with unpacked(options.model) as folder:
        candidate = load(folder, "the candidate")
        responses = _responses(candidate, sentences)
        seen = as_asked(candidate, sentences)
    champion, problem = None, None
    other = options.champion
    if other is not None and _is_there(other):
        champion, problem = serving.measured(
            lambda: _scores(sentences, _of_champion(other, sentences), ()), JobProblem, Unusable
        )
    content: dict[str, Any] = evaluation.evaluate(
        TITLE, _scores(sentences, responses, candidate.types), champion, problem
    )
    evaluation.write(options.output, content)
    baseline.write(options.output, seen)
    return content


def _is_there(folder: Path) -> bool:
    """Whether a folder holds a model at all; a first execution has nothing that serves."""
    return folder.is_dir() and any(folder.iterdir())


def _of_champion(folder: Path, sentences: Sequence[Sentence]) -> list[Response]:
    with unpacked(folder) as model:
        return _responses(load(model, "the model that serves"), sentences)


def _responses(tagger: Tagger, sentences: Sequence[Sentence]) -> list[Response]:
    return list(ask(tagger, sentences))


def _scores(
    sentences: Sequence[Sentence], responses: Sequence[Response], types: Sequence[str]
) -> Any:
    observed = [sentence.entities for sentence in sentences]
    return Entities(observed, [response.entities for response in responses], sorted(types))

"""The command ``evaluate``: how good models' scores are on the impressions that training never saw."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from evaluating import evaluation, serving
from evaluating.classification import Classification
from evaluating.problems import Unusable
from monitoring import baseline, tabular

from . import encoding, labels, picture, scores, wording
from .figures import Figures, measure
from .options import Evaluate
from .output import Output
from .problems import JobProblem

_LABELS = ("not clicked", "clicked")
_CLICKED_FROM = 0.5


def evaluate(options: Evaluate) -> tuple[Figures, str]:
    """Measure and write ``evaluation.json``, ``report.html``, ``.txt``, ``.svg`` and ``baseline.json``; the new model's figures and
    the text.

    Raises:
        JobProblem: scores, labels and encoding cannot be used or are of different runs.
    """
    clicked = labels.read(options.labels, encoding.load(options.encoding).fingerprint)
    found = _of(options.scores, clicked)
    others, problem = None, None
    if options.champion_scores.exists():
        others, problem = serving.measured(
            lambda: _of(options.champion_scores, clicked), JobProblem
        )
    figures = measure(clicked, found)
    text = wording.text(figures)
    with Output(options.output) as output:
        output.path("evaluation.svg").write_text(picture.draw(figures), encoding="utf-8")
        output.path("evaluation.txt").write_text(text, encoding="utf-8")
        _compare(options.output, clicked, found, others, problem)
        said = [{"score": score} for score in found.tolist()]
        baseline.write(options.output, tabular.evaluated([], said))
        output.finish()
    return figures, text


def _of(folder: Path, clicked: np.ndarray) -> np.ndarray:
    found = scores.read(folder)
    if len(found) != len(clicked):
        raise JobProblem(
            f"there are {len(found)} scores for {len(clicked)} labels: they are not of the same run"
        )
    return found


def _compare(
    folder: Path,
    clicked: np.ndarray,
    candidate: np.ndarray,
    others: np.ndarray | None,
    problem: str | None,
) -> None:
    """What gate and report go by: ``evaluation.json``, and ``report.html`` made of it."""
    try:
        content = evaluation.evaluate(
            "clicks",
            _scores(clicked, candidate),
            None if others is None else _scores(clicked, others),
            problem,
        )
        evaluation.write(folder, content)
    except Unusable as error:
        raise JobProblem(str(error)) from error


def _scores(clicked: np.ndarray, probabilities: np.ndarray) -> Classification:
    return Classification(
        _LABELS,
        clicked.astype(np.int64),
        (probabilities >= _CLICKED_FROM).astype(np.int64),
        np.stack([1 - probabilities, probabilities], axis=1),
    )

"""The command ``evaluate``: how good a model is, and the one that serves, on rows that training never saw."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from evaluating import evaluation, serving
from evaluating.classification import Classification
from evaluating.problems import Unusable
from monitoring import baseline, tabular

from . import champion, encoding, picture, split_reader, wording
from .figures import THRESHOLD, Figures, measure
from .model import Model
from .options import Evaluate
from .output import Output
from .problems import JobProblem

_SHOWN = 10  # features named in the text


def evaluate(options: Evaluate) -> tuple[Figures, str]:
    """Measure and write ``evaluation.json``, ``report.html``, ``.txt``, ``.png`` and ``baseline.json``; the figures and the text.

    Raises:
        JobProblem: model, test split and encoding cannot be used or are of different runs.
    """
    names = encoding.load(options.encoding).names
    yes, features = split_reader.read(options.test)
    model = Model(options.model)
    for what, count in (("test split", features.shape[1]), ("model", model.features)):
        if count != len(names):
            raise JobProblem(
                f"the {what} has {count} features, but the encoding makes {len(names)}: they are "
                "not of the same run"
            )
    probabilities = model.probabilities(features)
    others, problem = None, None
    if options.champion.exists():
        others, problem = serving.measured(
            lambda: champion.probabilities(options, yes), JobProblem, Unusable
        )
    figures = measure(yes, probabilities)
    gains = model.gains()
    total = sum(gains.values())
    importance = [
        (names[number], gain / total)
        for number, gain in sorted(gains.items(), key=lambda entry: -entry[1])
    ]
    text = wording.text(figures, importance[:_SHOWN])
    with Output(options.output) as output:
        picture.draw(figures, output.path("evaluation.png"))
        output.path("evaluation.txt").write_text(text, encoding="utf-8")
        _compare(options.output, yes, probabilities, others, problem)
        seen = tabular.evaluated(features.tolist(), probabilities.tolist())
        baseline.write(options.output, seen)
        output.finish()
    return figures, text


def _compare(
    folder: Path,
    yes: np.ndarray,
    candidate: np.ndarray,
    others: np.ndarray | None,
    problem: str | None,
) -> None:
    """What gate and report go by: ``evaluation.json``, and ``report.html`` made of it."""
    try:
        content = evaluation.evaluate(
            "bank",
            _scores(yes, candidate),
            None if others is None else _scores(yes, others),
            problem,
        )
        evaluation.write(folder, content)
    except Unusable as error:
        raise JobProblem(str(error)) from error


def _scores(yes: np.ndarray, probabilities: np.ndarray) -> Classification:
    return Classification(
        (wording.NO, wording.YES),
        yes.astype(np.int64),
        (probabilities > THRESHOLD).astype(np.int64),
        np.stack([1 - probabilities, probabilities], axis=1),
    )

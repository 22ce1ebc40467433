"""The command ``evaluate``: how good a model's scores are on the impressions that training never saw."""

from __future__ import annotations

import json

from . import encoding, labels, picture, scores, wording
from .figures import Figures, measure
from .options import Evaluate
from .output import Output
from .problems import JobProblem


def evaluate(options: Evaluate) -> tuple[Figures, str]:
    """Measure and write ``evaluation.json``, ``.txt`` and ``.svg``; the figures and the text.

    Raises:
        JobProblem: scores, labels and encoding cannot be used or are of different runs.
    """
    clicked = labels.read(options.labels, encoding.load(options.encoding).fingerprint)
    found = scores.read(options.scores)
    if len(found) != len(clicked):
        raise JobProblem(
            f"there are {len(found)} scores for {len(clicked)} labels: they are not of the same run"
        )
    figures = measure(clicked, found)
    text = wording.text(figures)
    with Output(options.output) as output:
        output.path("evaluation.svg").write_text(picture.draw(figures), encoding="utf-8")
        output.path("evaluation.txt").write_text(text, encoding="utf-8")
        written = json.dumps(figures.as_dict(), indent=2) + "\n"
        output.path("evaluation.json").write_text(written, encoding="utf-8")
        output.finish()
    return figures, text

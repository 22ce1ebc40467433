"""The command ``evaluate``: how good a model is on the rows that training never saw."""

from __future__ import annotations

import json

from . import encoding, picture, split_reader, wording
from .figures import Figures, measure
from .model import Model
from .options import Evaluate
from .output import Output
from .problems import JobProblem

_SHOWN = 10  # features named in the text


def evaluate(options: Evaluate) -> tuple[Figures, str]:
    """Measure and write ``evaluation.json``, ``.txt`` and ``.png``; the figures and the text.

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
    figures = measure(yes, model.probabilities(features))
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
        content = {**figures.as_dict(), "importance": dict(importance)}
        written = json.dumps(content, indent=2, ensure_ascii=False) + "\n"
        output.path("evaluation.json").write_text(written, encoding="utf-8")
        output.finish()
    return figures, text

"""The command ``evaluate``: how far the models are off, on the hours that no training ever saw."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from evaluating import evaluation, serving
from evaluating.problems import Unusable
from evaluating.regression import Regression
from monitoring import baseline, tabular

from .asking import ask
from .options import Evaluate
from .problems import JobProblem
from .table import Hour, read

TITLE = "Rented bicycles"


def evaluate(options: Evaluate) -> str:
    """Measure, and write ``evaluation.json``, ``report.html`` and the ``baseline.json`` of later traffic; a line that sums it up.

    Raises:
        JobProblem: the new model or the test split cannot be used.
        Unusable: they cannot be measured.
    """
    hours = read(options.test)
    rows = [hour.numbers for hour in hours]
    champion, problem = None, None
    folder = options.champion
    if folder is not None and folder.is_dir() and any(folder.iterdir()):
        champion, problem = serving.measured(
            lambda: _scores(hours, ask(folder, rows, "the model that serves")), JobProblem, Unusable
        )
    said = ask(options.model, rows, "the candidate")
    content = evaluation.evaluate(TITLE, _scores(hours, said), champion, problem)
    evaluation.write(options.output, content)
    baseline.write(options.output, tabular.evaluated(rows, said.tolist()))
    line = f"Test, {content['rows']} rows: {_said(content['candidate'])}"
    if champion:
        return f"{line}; what serves: {_said(content['champion'])}."
    why = content["champion_problem"]
    return f"{line}; what serves could not be measured: {why}" if why else f"{line}."


def _scores(hours: list[Hour], said: np.ndarray) -> Any:
    return Regression(np.array([float(hour.rentals) for hour in hours]), said)


def _said(model: Mapping[str, Any]) -> str:
    return ", ".join(
        f"{name} {'undefined' if one['value'] is None else format(one['value'], '.4g')}"
        for name, one in model["metrics"].items()
    )

"""The command ``evaluate``: how good the candidate is, and the champion, on rows that neither was trained on."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from evaluating import archive, evaluation, serving
from evaluating.classification import Classification
from monitoring import baseline, tabular
from sklearn.tree import DecisionTreeClassifier
from tree.model import load
from tree.table import Table, read_channel

from .problems import JobProblem


def evaluate(model: Path, champion: Path, test: Path, output: Path) -> str:
    """Write ``evaluation.json``, ``report.html`` and the ``baseline.json`` of later traffic; the sentence that sums them up.

    ``champion`` is a folder that is not there where no model serves yet. One that cannot be measured is told of.

    Raises:
        JobProblem: the new model cannot be read, or was trained on other columns.
        TableError: the test split has no row, or one that cannot be read.
    """
    table = read_channel(test)
    candidate = _read("the new model", model, table)
    theirs, problem = None, None
    if champion.exists():
        theirs, problem = serving.measured(
            lambda: _beside(_read("the model that serves", champion, table), candidate, table),
            JobProblem,
        )
    ours, other = theirs or (_scores(candidate, table, _labels(table, candidate)), None)
    content = evaluation.evaluate("iris", ours, other, problem)
    evaluation.write(output, content)
    seen = tabular.evaluated(table.features.tolist(), candidate.predict(table.features))
    baseline.write(output, seen)
    return _sentence(content)


def _read(what: str, folder: Path, table: Table) -> DecisionTreeClassifier:
    if not (folder / archive.FILE).is_file():
        raise JobProblem(f"there is no artifact of {what}: {folder / archive.FILE} is missing")
    try:
        with archive.unpacked(folder) as unpacked:
            model = load(unpacked)
    except Exception as error:  # a pickle of another version fails in any way
        raise JobProblem(
            f"{what} cannot be read in this image, so it cannot be measured: {error} An artifact of "
            "another version of scikit-learn is none of this image's"
        ) from error
    columns = table.features.shape[1]
    if model.n_features_in_ != columns:
        raise JobProblem(
            f"{what} was trained on {model.n_features_in_} columns, but the rows of the test split have "
            f"{columns}: the two cannot be compared"
        )
    return model


def _labels(table: Table, *models: DecisionTreeClassifier) -> list[str]:
    return sorted({*table.labels, *(label for one in models for label in one.classes_)})


def _beside(
    champion: DecisionTreeClassifier, candidate: DecisionTreeClassifier, table: Table
) -> tuple[Classification, Classification]:
    """The scores of the candidate and of the champion, by the labels of both."""
    labels = _labels(table, candidate, champion)
    theirs = _scores(champion, table, labels)
    return _scores(candidate, table, labels), theirs


def _scores(model: DecisionTreeClassifier, table: Table, labels: Sequence[str]) -> Classification:
    """What the model says of each row, by labels that it may not all know."""
    number = {label: index for index, label in enumerate(labels)}
    probabilities = np.zeros((len(table.labels), len(labels)))
    probabilities[:, [number[label] for label in model.classes_]] = model.predict_proba(
        table.features
    )
    observed = np.array([number[label] for label in table.labels])
    return Classification(labels, observed, probabilities.argmax(axis=1), probabilities)


def _sentence(content: dict) -> str:  # type: ignore[type-arg]
    parts = [
        f"accuracy {content['candidate']['metrics']['accuracy']['value']:.4f} of the new model"
    ]
    if content["champion"]:
        value = content["champion"]["metrics"]["accuracy"]["value"]
        parts.append(f"{value:.4f} of the one that serves")
    if content["champion_problem"]:
        parts.append(f"none of the one that serves: {content['champion_problem']}".rstrip("."))
    return f"On {content['rows']:,} rows: {', '.join(parts)}."

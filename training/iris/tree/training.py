"""The training job: read the channel, say how good such a tree is, fit one on all rows, save it."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from sklearn.model_selection import StratifiedKFold, cross_val_score
from sklearn.tree import DecisionTreeClassifier

from . import hyperparameters as settings
from . import labels, model
from .hyperparameters import Hyperparameters
from .table import Table, read_channel

MOST_FOLDS = 5


def run(channel: Path, hyperparameters: Path, model_folder: Path) -> None:
    """Train on a channel's files and leave the model in a folder.

    Raises:
        JobError: the hyperparameters or the data are not as they must be.
    """
    chosen = settings.read(hyperparameters)
    table = read_channel(channel)
    counts = Counter(table.labels.tolist())
    labels.check(counts)
    for doubt in labels.doubts(counts):
        print(f"warning: {doubt}", flush=True)
    rows, columns = table.features.shape
    print(f"{rows} rows of {columns} numbers; " + _listed(counts), flush=True)
    print(_measured(table, chosen, rarest=min(counts.values())), flush=True)
    tree = classifier(chosen).fit(table.features, table.labels)
    path = model.save(tree, model_folder)
    print(f"Saved {path.name}: {tree.get_n_leaves()} leaves, depth {tree.get_depth()}.", flush=True)


def classifier(chosen: Hyperparameters) -> DecisionTreeClassifier:
    """A tree that has learnt nothing yet."""
    return DecisionTreeClassifier(
        criterion=chosen.criterion,
        max_depth=chosen.max_depth,
        max_leaf_nodes=chosen.max_leaf_nodes,
        min_samples_leaf=chosen.min_samples_leaf,
        random_state=chosen.seed,
    )


def accuracy(table: Table, chosen: Hyperparameters, folds: int) -> float:
    """The share of rows that trees trained on the other folds get right, 0 to 1."""
    split = StratifiedKFold(folds, shuffle=True, random_state=chosen.seed)
    scores = cross_val_score(classifier(chosen), table.features, table.labels, cv=split)
    return float(scores.mean())


def _measured(table: Table, chosen: Hyperparameters, rarest: int) -> str:
    """The line that SageMaker reads the metric from; every fold must have every label."""
    folds = min(MOST_FOLDS, rarest)
    if folds < 2:
        return "No cross-validation: a label has one row only."
    return f"accuracy={accuracy(table, chosen, folds):.4f} ({folds}-fold cross-validation)"


def _listed(counts: Counter[str]) -> str:
    shown = [f"{label} {count}" for label, count in counts.most_common(10)]
    return ", ".join(shown) + (f" and {len(counts) - 10} more" if len(counts) > 10 else "")

"""The figures in words: ``evaluation.txt`` and the one line that sums it up."""

from __future__ import annotations

from collections.abc import Sequence

from .figures import THRESHOLD, Figures

NO, YES = "no", "yes"


def shares(figures: Figures) -> tuple[tuple[float, float], tuple[float, float]]:
    """The confusion table (observed no, yes; predicted no, yes) as shares of its columns."""
    predicted_no = max(figures.tn + figures.fn, 1)
    predicted_yes = max(figures.fp + figures.tp, 1)
    return (
        (figures.tn / predicted_no, figures.fp / predicted_yes),
        (figures.fn / predicted_no, figures.tp / predicted_yes),
    )


def percent(share: float, digits: int = 1) -> str:
    return f"{100 * share:.{digits}f} %"


def text(figures: Figures, importance: Sequence[tuple[str, float]]) -> str:
    """A page of plain text. ``importance``: features and their share of the gain, largest first."""
    (true_no, false_yes), (false_no, true_yes) = shares(figures)
    table = (
        ("no", (true_no, figures.tn), (false_yes, figures.fp)),
        ("yes", (false_no, figures.fn), (true_yes, figures.tp)),
    )
    curves = figures.curves
    facts = (
        ("Rows", f"{figures.rows:,}"),
        ("Said yes", percent(figures.base_rate)),
        ("Precision", _rate(figures.precision)),
        ("Recall", _rate(figures.recall)),
        ("F1", _rate(figures.f1)),
        ("AUC", _rate(curves.auc if curves else None)),
        ("Average precision", _rate(curves.average_precision if curves else None)),
        ("Log loss", f"{figures.log_loss:.4f}"),
    )
    majority = YES if figures.base_rate > 0.5 else NO
    lines = [
        f"Overall classification rate: {percent(figures.overall)}"
        f" (always {majority}: {percent(figures.majority_rate)})",
        "",
        f"{'Predicted':<12}{NO:<20}{YES}",
        "Observed",
        *(f"{name:<12}{_cell(*left):<20}{_cell(*right)}" for name, left, right in table),
        "",
        f"Percentages are of a column. Predicted yes: a probability above {THRESHOLD:g}.",
        "",
        *(f"{name:<20}{value}" for name, value in facts),
        "",
        "Features by their share of the gain of all splits",
        *(f"{name:<40}{percent(share):>8}" for name, share in importance),
    ]
    return "\n".join(lines) + "\n"


def summary(figures: Figures) -> str:
    """One line: the overall rate, precision, recall, AUC and log loss."""
    auc = f"{figures.curves.auc:.2f}" if figures.curves else "undefined"
    return (
        f"Overall {percent(figures.overall)}, precision {_rate(figures.precision)}, recall "
        f"{_rate(figures.recall)}, AUC {auc}, log loss {figures.log_loss:.2f} on "
        f"{figures.rows:,} rows."
    )


def _cell(share: float, count: int) -> str:
    return f"{percent(share, 0)} ({count:,})"


def _rate(value: float | None) -> str:
    return "undefined" if value is None else f"{value:.3f}"

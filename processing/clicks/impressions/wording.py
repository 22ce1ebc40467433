"""The figures in words: ``evaluation.txt`` and the one line that sums it up."""

from __future__ import annotations

from .figures import Figures

_BAR = 30  # characters of the largest rate


def percent(share: float, digits: int = 1) -> str:
    return f"{100 * share:.{digits}f} %"


def text(figures: Figures) -> str:
    """A page of plain text: the figures, then predicted beside observed rates."""
    facts = (
        ("Impressions", f"{figures.rows:,}"),
        ("Clicked", percent(figures.rate, 2)),
        ("Predicted clicked", percent(figures.predicted, 2)),
        ("Log loss", f"{figures.log_loss:.4f} (always the rate: {figures.base_log_loss:.4f})"),
        ("Normalised entropy", _number(figures.normalised_entropy, 4)),
        ("AUC", _number(figures.auc, 4)),
        ("Accuracy", percent(figures.accuracy, 2)),
        ("Calibration", _number(figures.calibration, 3) + " predicted clicks for each click"),
        ("Calibration error", percent(figures.calibration_error, 2)),
    )
    largest = max(max(b.predicted, b.clicked) for b in figures.bins) or 1
    bins = [
        f"{percent(b.predicted):>8}  {percent(b.clicked):>8}  {'█' * round(_BAR * b.clicked / largest)}"
        for b in figures.bins
    ]
    lines = [
        *(f"{name:<20}{value}" for name, value in facts),
        "",
        "Predicted   Clicked, by rising score, the same number of impressions in each row",
        *bins,
    ]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def summary(figures: Figures) -> str:
    """One line: log loss, AUC, calibration."""
    return (
        f"Log loss {figures.log_loss:.4f} (always the rate: {figures.base_log_loss:.4f}), AUC "
        f"{_number(figures.auc, 3)}, calibration {_number(figures.calibration, 3)} on "
        f"{figures.rows:,} impressions."
    )


def _number(value: float | None, digits: int) -> str:
    return "undefined" if value is None else f"{value:.{digits}f}"

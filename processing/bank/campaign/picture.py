"""The figures as a picture: the confusion table beside the ROC and the precision–recall curve."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from matplotlib import rc_context
from matplotlib.figure import Figure as Canvas

from .figures import THRESHOLD, Figures
from .wording import NO, YES, percent, shares

_INK = "#1f2d3d"
_LINE = "#1f6fb2"
_PALE = "#9aa5b1"
_STYLE = {
    "font.size": 11,
    "text.color": _INK,
    "axes.labelcolor": _INK,
    "axes.edgecolor": _PALE,
    "axes.titlesize": 12,
    "axes.titleweight": "bold",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "xtick.color": _INK,
    "ytick.color": _INK,
}


def draw(figures: Figures, path: Path) -> None:
    """Write a PNG of three panels."""
    with rc_context(_STYLE):
        # Not pyplot's: a figure of its own needs no display and no choice of a backend.
        figure = Canvas(figsize=(15, 5.2))
        table, roc, precision = figure.subplots(1, 3)
        _confusion(table, figures)
        _roc(roc, figures)
        _precision_recall(precision, figures)
        figure.suptitle(
            f"{percent(figures.overall)} of {figures.rows:,} customers classified correctly; "
            f"{percent(figures.base_rate)} said yes; log loss {figures.log_loss:.3f}",
            x=0.012,
            ha="left",
            fontsize=14,
        )
        figure.tight_layout(rect=(0, 0, 1, 0.99), w_pad=3)
        figure.savefig(path, format="png", dpi=110, facecolor="white")


def _confusion(axes: Any, figures: Figures) -> None:
    counts = ((figures.tn, figures.fp), (figures.fn, figures.tp))
    parts = shares(figures)
    axes.imshow(parts, cmap="Blues", vmin=0, vmax=1.15, aspect="auto")
    for observed in range(2):
        for predicted in range(2):
            share = parts[observed][predicted]
            colour = "white" if share > 0.75 else _INK
            count = f"{counts[observed][predicted]:,}"
            axes.text(predicted, observed - 0.06, count, ha="center", color=colour, fontsize=20)
            axes.text(predicted, observed + 0.14, percent(share), ha="center", color=colour)
    axes.set_xticks((0, 1))
    axes.set_xticklabels((NO, YES))
    axes.set_yticks((0, 1))
    axes.set_yticklabels((NO, YES))
    axes.tick_params(length=0)
    for side in axes.spines.values():
        side.set_visible(False)
    axes.set_xlabel("predicted (percentages are of a column)")
    axes.set_ylabel("observed")
    axes.set_title("Confusion table", loc="left")


def _roc(axes: Any, figures: Figures) -> None:
    axes.plot((0, 1), (0, 1), color=_PALE, linewidth=1, linestyle="--", label="chance")
    curves = figures.curves
    if curves:
        label = f"model, AUC {curves.auc:.3f}"
        axes.plot(curves.false_positive_rate, curves.recall, color=_LINE, linewidth=2, label=label)
    _frame(axes, "ROC", "false positive rate", "recall (true positive rate)", "lower right")
    if curves and figures.fp + figures.tp:
        at = (figures.fp / (figures.fp + figures.tn), figures.tp / (figures.tp + figures.fn))
        _mark(axes, at, (0.04, 0))


def _precision_recall(axes: Any, figures: Figures) -> None:
    base = figures.base_rate
    axes.axhline(base, color=_PALE, linewidth=1, linestyle="--", label=f"chance, {base:.3f}")
    curves = figures.curves
    if curves:
        label = f"model, average precision {curves.average_precision:.3f}"
        # In steps, as the average precision counts it. Nothing is predicted at the first point.
        axes.step(
            curves.recall[1:],
            curves.precision[1:],
            where="pre",
            color=_LINE,
            linewidth=2,
            label=label,
        )
    _frame(axes, "Precision and recall", "recall", "precision", "upper right")
    if figures.precision is not None and figures.recall is not None:
        _mark(axes, (figures.recall, figures.precision), (0.04, 0.02))


def _mark(axes: Any, at: tuple[float, float], beside: tuple[float, float]) -> None:
    """The point on a curve that the confusion table is about."""
    axes.plot(*at, marker="o", markersize=8, color="white", markeredgecolor=_LINE, mew=2)
    position = (at[0] + beside[0], at[1] + beside[1])
    behind = {"facecolor": "white", "edgecolor": "none", "pad": 1.5}
    axes.text(*position, f"threshold {THRESHOLD:g}", fontsize=10, va="center", bbox=behind)


def _frame(axes: Any, title: str, across: str, up: str, legend: str) -> None:
    axes.set_xlim(-0.02, 1.02)
    axes.set_ylim(-0.02, 1.02)
    axes.set_xlabel(across)
    axes.set_ylabel(up)
    axes.set_title(title, loc="left")
    axes.grid(color="#e4e8ec", linewidth=0.8)
    axes.set_axisbelow(True)
    axes.legend(loc=legend, frameon=False, fontsize=10)

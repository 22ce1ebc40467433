"""The calibration as a picture: what was predicted against what happened, as an SVG of its own making.

The image of the job has no drawing library, and a line, ten points and two axes need none.
"""

from __future__ import annotations

from .figures import Figures
from .wording import percent, summary

_SIZE, _EDGE = 360, 60
_INK, _LINE, _PALE = "#1f2d3d", "#1f6fb2", "#9aa5b1"


def draw(figures: Figures) -> str:
    """An SVG: a point for each bin, on the dashed line where predicted is observed."""
    most = max(max(b.predicted, b.clicked) for b in figures.bins) or 1
    marks = [f"{_x(b.predicted / most):.1f},{_y(b.clicked / most):.1f}" for b in figures.bins]
    points = "".join(
        '<circle cx="{}" cy="{}" r="4" fill="white" stroke="{}" stroke-width="2"/>'.format(
            *mark.split(","), _LINE
        )
        for mark in marks
    )
    ticks = "".join(_tick(most * n / 4, n / 4) for n in range(5))
    width = _SIZE + 2 * _EDGE
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{width}" '
        f'viewBox="0 0 {width} {width}" font-family="sans-serif" font-size="12" fill="{_INK}">'
        f'<rect width="{width}" height="{width}" fill="white"/>'
        f'<text x="{_EDGE}" y="24" font-size="15" font-weight="bold">Calibration</text>'
        f'<text x="{_EDGE}" y="42" font-size="11">{summary(figures)}</text>'
        f"{ticks}"
        f'<path d="M{_x(0)} {_y(0)}L{_x(1)} {_y(1)}" stroke="{_PALE}" stroke-dasharray="5 4"/>'
        f'<polyline points="{" ".join(marks)}" fill="none" stroke="{_LINE}" stroke-width="2"/>{points}'
        f'<text x="{_x(0.5)}" y="{width - 12}" text-anchor="middle">predicted rate of clicks</text>'
        f'<text transform="translate(14 {_y(0.5)}) rotate(-90)" text-anchor="middle">observed</text>'
        "</svg>\n"
    )


def _tick(value: float, share: float) -> str:
    x, y, label = _x(share), _y(share), percent(value)
    return (
        f'<path d="M{x} {_y(0)}V{_y(1)}M{_x(0)} {y}H{_x(1)}" stroke="#e4e8ec"/>'
        f'<text x="{x}" y="{_y(0) + 18}" text-anchor="middle">{label}</text>'
        f'<text x="{_x(0) - 6}" y="{y + 4}" text-anchor="end">{label}</text>'
    )


def _x(share: float) -> float:
    return _EDGE + _SIZE * share


def _y(share: float) -> float:
    return _EDGE + _SIZE * (1 - share)

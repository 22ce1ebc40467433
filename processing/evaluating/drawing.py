"""Plots as inline SVG, of numbers and names alone; every text is escaped."""

from __future__ import annotations

from html import escape
from typing import Any, Mapping, Optional, Sequence, Tuple

Interval = Mapping[str, Optional[float]]
Row = Tuple[str, Sequence["Interval | None"]]
"""A name, and an interval for each model."""

COLOURS = ("#1f6fb2", "#c2571a")
"""Of the candidate, of the champion."""
_INK, _PALE, _GRID = "#1f2d3d", "#5f6b78", "#e4e8ec"
_NAMES, _LINE, _ROW, _RIGHT = 190, 430, 34, 20


def intervals(rows: Sequence[Row], title: str) -> str:
    """A line for each row, with a dot for each model's value and a whisker for its interval."""
    low, high = _bounds(rows)
    height = _ROW * len(rows) + 34
    drawn = [_grid_line(low, high, part / 4, height - 28) for part in range(5)]
    beside = max((at for _, models in rows for at, one in enumerate(models) if one), default=0)
    for number, (name, models) in enumerate(rows):
        middle = number * _ROW + _ROW / 2 + 4
        drawn.append(_text(_NAMES - 12, middle + 4, _short(name), "end"))
        for at, model in enumerate(models):
            if model is not None and model.get("value") is not None:
                offset = (at - beside / 2) * 10  # one alone stands on its name's line
                drawn.append(_whisker(model, low, high, middle + offset, COLOURS[at]))
    return _svg(_NAMES + _LINE + _RIGHT, height, title, drawn)


def _bounds(rows: Sequence[Row]) -> tuple[float, float]:
    """From 0 to 1 where everything lies there, else as far as there is something."""
    numbers = [
        value
        for _, models in rows
        for model in models
        if model is not None
        for value in (model.get("value"), model.get("low"), model.get("high"))
        if value is not None
    ]
    if all(0 <= number <= 1 for number in numbers):
        return 0.0, 1.0
    low, high = min(0.0, *numbers), max(0.0, *numbers)
    return low, high + (high - low) / 20


def _across(value: float, low: float, high: float) -> float:
    return _NAMES + _LINE * (value - low) / (high - low)


def _grid_line(low: float, high: float, part: float, height: float) -> str:
    at = _NAMES + _LINE * part
    line = f'<line x1="{at:.1f}" x2="{at:.1f}" y1="4" y2="{height}" stroke="{_GRID}"/>'
    return line + _text(at, height + 16, f"{low + (high - low) * part:.3g}", "middle", _PALE)


def _whisker(model: Interval, low: float, high: float, y: float, colour: str) -> str:
    value = float(model["value"] or 0)
    begin, end = (value if model.get(n) is None else float(model[n] or 0) for n in ("low", "high"))
    x1, x2, x = (_across(one, low, high) for one in (begin, end, value))
    return (
        f'<line x1="{x1:.1f}" x2="{x2:.1f}" y1="{y:.1f}" y2="{y:.1f}" stroke="{colour}" stroke-width="2"/>'
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{colour}"><title>{value:.4g} '
        f"[{begin:.4g}, {end:.4g}]</title></circle>"
    )


def confusion(table: Mapping[str, Any], title: str) -> str:
    """Observed labels down, predicted ones across; the darker, the larger its share of the observed row."""
    labels = [str(label) for label in table["labels"]]
    cell = max(30, min(96, 560 // max(len(labels), 1)))
    left, top = 150, 40
    drawn = [_text(left, 16, "predicted", "start", _PALE), _text(8, 16, "observed", "start", _PALE)]
    for number, label in enumerate(labels):
        middle = number * cell + cell / 2
        most = max(3, cell // 8)
        drawn.append(_text(left + middle, top - 8, _short(label, most), "middle", title=label))
        drawn.append(_text(left - 8, top + middle + 4, _short(label, 18), "end", title=label))
    for row, counts in enumerate(table["counts"]):
        total = sum(counts) or 1
        for column, count in enumerate(counts):
            share = count / total
            x, y = left + column * cell, top + row * cell
            drawn.append(
                f'<rect x="{x}" y="{y}" width="{cell - 2}" height="{cell - 2}" fill="{COLOURS[0]}" '
                f'fill-opacity="{0.06 + 0.94 * min(max(share, 0), 1):.3f}"><title>'
                f"{escape(labels[row])} → {escape(labels[column])}: {count:g}</title></rect>"
            )
            if cell >= 44 or count:
                colour = "#ffffff" if share > 0.55 else _INK
                drawn.append(
                    _text(x + cell / 2 - 1, y + cell / 2 + 3, f"{count:g}", "middle", colour)
                )
    side = cell * len(labels)
    return _svg(left + side + 8, top + side + 4, title, drawn)


def curves(drawn_curves: Sequence[tuple[int, Mapping[str, Any]]], title: str) -> str:
    """Curves of one kind, each with the number of its model, in the unit square."""
    size, left, top = 260, 54, 12
    at = lambda point: f"{left + size * point[0]:.1f},{top + size * (1 - point[1]):.1f}"  # noqa: E731
    drawn = [
        f'<rect x="{left}" y="{top}" width="{size}" height="{size}" fill="none" stroke="{_GRID}"/>'
    ]
    for number, curve in drawn_curves:
        chance = " ".join(map(at, curve.get("chance", [])))
        points = " ".join(map(at, curve.get("points", [])))
        drawn.append(
            f'<polyline points="{chance}" fill="none" stroke="#9aa5b1" stroke-dasharray="4 4"/>'
            f'<polyline points="{points}" fill="none" stroke="{COLOURS[number]}" stroke-width="2"/>'
        )
    first = drawn_curves[0][1]
    across, up = str(first.get("across", "")), str(first.get("up", ""))
    bottom = top + size
    drawn += [
        _text(left + size * n / 2, bottom + 16, f"{n / 2:g}", "middle", _PALE) for n in range(3)
    ]
    drawn += [
        _text(left - 6, bottom - size * n / 2 + 4, f"{n / 2:g}", "end", _PALE) for n in range(3)
    ]
    drawn.append(_text(left + size / 2, bottom + 34, across, "middle"))
    middle = top + size / 2
    drawn.append(
        f'<text x="14" y="{middle}" text-anchor="middle" fill="{_INK}" '
        f'transform="rotate(-90 14 {middle})">{escape(up)}</text>'
    )
    return _svg(left + size + _RIGHT, bottom + 42, title, drawn)


def _svg(width: float, height: float, title: str, drawn: Sequence[str]) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" width="{width:g}" '
        f'height="{height:g}" role="img" aria-label="{escape(title)}" font-size="12">{"".join(drawn)}</svg>'
    )


def _text(x: float, y: float, text: str, anchor: str, colour: str = _INK, title: str = "") -> str:
    told = f"<title>{escape(title)}</title>" if title else ""
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{colour}">{told}{escape(text)}</text>'


def _short(text: str, most: int = 26) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"

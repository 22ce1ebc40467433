"""``report.html``: the comparison as a page that needs nothing beside it, made of ``drift.json`` alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

_STYLE = """
body { font: 15px/1.5 system-ui, sans-serif; color: #1f2d3d; margin: 2rem auto; max-width: 60rem; padding: 0 1rem }
table { border-collapse: collapse; width: 100% } th, td { text-align: right; padding: .35rem .6rem }
th:first-child, td:first-child { text-align: left } tr { border-bottom: 1px solid #e4e8ec }
.drifted td:first-child { color: #b3261e; font-weight: 600 } .note { color: #5f6b78 } svg { display: block }
"""
_EXPECTED, _OBSERVED = "#9db8d2", "#c2571a"
_WIDTH, _HEIGHT = 220, 48


def page(content: Mapping[str, Any]) -> str:
    """The page of the content of ``drift.json``."""
    rows = "".join(_row(name, one) for name, one in content["columns"].items())
    limits = content["limits"]
    broken = content["broken"]
    unread = f" {broken} captured lines could not be read." if broken else ""
    return (
        '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Drift</title>'
        f"<style>{_STYLE}</style></head><body><h1>What the endpoint was asked and answered</h1>"
        f"<p>{escape(content['sentence'])}{unread}</p>"
        f'<p class="note">Pale: when the model was evaluated. Dark: since {escape(str(content["since"]))}. A column has '
        f"drifted where its stability index is above {limits['stability']:g}, or its Kolmogorov-Smirnov distance above "
        f"{limits['distance']:g}, and above what chance alone would make of so few rows (in brackets).</p>"
        "<table><thead><tr><th>column</th><th>rows</th><th>stability index</th><th>Kolmogorov-Smirnov</th>"
        f"<th></th></tr></thead><tbody>{rows}</tbody></table></body></html>\n"
    )


def _row(name: str, one: Mapping[str, Any]) -> str:
    mark = ' class="drifted"' if one["drifted"] else ""
    drawn = _bars(one) if one.get("cells") else ""
    return (
        f"<tr{mark}><td>{escape(name)}</td><td>{one['rows']}</td>"
        f"<td>{_figure(one['stability_index'], one['stability_by_chance'])}</td>"
        f"<td>{_figure(one['ks_distance'], one['ks_by_chance'])}</td><td>{drawn}</td></tr>"
    )


def _figure(value: float | None, by_chance: float | None) -> str:
    return "" if value is None else f"{value:.3f} ({0.0 if by_chance is None else by_chance:.3f})"


def _bars(one: Mapping[str, Any]) -> str:
    expected, observed = _shares(one["expected"]), _shares(one["observed"])
    most = max(*expected, *observed, 1e-9)
    width = _WIDTH / len(expected)
    drawn = []
    for number, (cell, p, q) in enumerate(zip(one["cells"], expected, observed)):
        told = f"<title>{escape(str(cell))}: {p:.1%} before, {q:.1%} now</title>"
        for share, colour, part in ((p, _EXPECTED, 0), (q, _OBSERVED, 1)):
            height = _HEIGHT * share / most
            drawn.append(
                f'<rect x="{(number + part * 0.45) * width:.1f}" y="{_HEIGHT - height:.1f}" '
                f'width="{width * 0.42:.1f}" height="{height:.1f}" fill="{colour}">{told}</rect>'
            )
    return (
        f'<svg width="{_WIDTH}" height="{_HEIGHT}" role="img" aria-label="before and now">'
        f"{''.join(drawn)}</svg>"
    )


def _shares(counts: Sequence[int]) -> list[float]:
    total = sum(counts) or 1
    return [count / total for count in counts]

"""``report.html``: one evaluation as a page that needs nothing besides, made of ``evaluation.json`` alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from . import drawing

_STYLE = """
body { font: 15px/1.5 system-ui, sans-serif; color: #1f2d3d; background: #ffffff;
  max-width: 60rem; margin: 2rem auto; padding: 0 1rem }
table { border-collapse: collapse; margin: 1rem 0 }
th, td { padding: .3rem .8rem; border-bottom: 1px solid #e4e8ec; text-align: left }
td { font-variant-numeric: tabular-nums }
small, .pale { color: #5f6b78 }
svg { max-width: 100%; height: auto }
section { margin: 2.5rem 0 }
figure { display: inline-block; margin: 0 2rem 1rem 0; vertical-align: top; max-width: 100% }
""" + "".join(
    f".{who} {{ color: {colour} }}\n"
    for who, colour in zip(("candidate", "champion"), drawing.COLOURS)
)


def page(content: Mapping[str, Any]) -> str:
    """The page as HTML; ``content`` is what ``reading.problem`` finds nothing wrong with."""
    models = [content["candidate"], content.get("champion")]
    title = str(content.get("title") or "Evaluation")
    parts = [
        _introduction(content, title),
        _section("Metrics", _metrics(content, models)),
        _section("By type", _types(models)),
        _section("Curves", _curves(models)),
        _section("Confusion", _confusions(models)),
    ]
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f"<style>{_STYLE}</style></head><body>\n"
        + "\n".join(filter(None, parts))
        + "\n</body></html>\n"
    )


def _introduction(content: Mapping[str, Any], title: str) -> str:
    why = content.get("champion_problem")
    if content.get("champion"):
        compared = (
            '<b class="candidate">Candidate</b>, the model just trained, and <b class="champion">champion</b>, the '
            "one that serves, were asked about the same rows"
        )
    else:
        other = (
            f'the one that serves could <b class="champion">not be measured</b> ({escape(why)})'
            if why
            else "no other serves yet"
        )
        compared = f'<b class="candidate">Candidate</b>, the model just trained; {other}'
    return (
        f"<h1>{escape(title)}</h1><p>{compared}: {content['rows']:,} rows of the test split, which no training saw. "
        '<span class="pale">In brackets: between what a metric lies in 95 of 100 drawings of the rows.</span></p>'
    )


def _section(title: str, inner: str) -> str:
    return f"<section><h2>{escape(title)}</h2>{inner}</section>" if inner else ""


def _metrics(content: Mapping[str, Any], models: Sequence[Any]) -> str:
    names = _names([model["metrics"] for model in models if model])
    differences = content.get("difference") or {}
    two = models[1] is not None
    head = ["Metric", "Candidate", *(["Champion", "Candidate − champion"] if two else [])]
    lines = []
    for name in names:
        cells = [_cell(model["metrics"].get(name)) for model in models if model]
        if two:
            cells.append(_cell(differences.get(name), sign=True))
        lines.append((escape(name), *cells))
    rows = [(name, [m["metrics"].get(name) if m else None for m in models]) for name in names]
    unit = [row for row in rows if _within_one(row[1])]
    plots = [drawing.intervals(unit, "metrics between 0 and 1")] if unit else []
    plots += [drawing.intervals([row], row[0]) for row in rows if row not in unit]
    return _table(head, lines) + "".join(f"<figure>{plot}</figure>" for plot in plots)


def _within_one(models: Sequence[Any]) -> bool:
    numbers = [m.get(part) for m in models if m for part in ("value", "low", "high")]
    return all(0 <= number <= 1 for number in numbers if number is not None)


def _types(models: Sequence[Any]) -> str:
    kinds = _names([model.get("types", {}) for model in models if model])
    if not kinds:
        return ""
    metrics = [
        name
        for name in _names([one for m in models if m for one in m.get("types", {}).values()])
        if name != "rows"
    ]
    shown = "f1" if "f1" in metrics else metrics[0] if metrics else None
    lines = []
    for kind in kinds:
        for number, model in enumerate(models):
            one = (model or {}).get("types", {}).get(kind)
            if one is not None:
                who = ("candidate", "champion")[number]
                cells = [_cell(one.get(metric)) for metric in metrics]
                name = f'<span class="{who}">{who}</span>'
                lines.append((escape(kind), name, escape(f"{one.get('rows', '')}"), *cells))
    made = _table(["Type", "Model", "In the test split", *metrics], lines)
    if shown is None:
        return made
    rows = [
        (kind, [(m or {}).get("types", {}).get(kind, {}).get(shown) for m in models])
        for kind in kinds
    ]
    return (
        f"<figure><figcaption>{escape(shown)}</figcaption>{drawing.intervals(rows, shown)}</figure>"
        + made
    )


def _curves(models: Sequence[Any]) -> str:
    by_title: dict[str, list[tuple[int, Any]]] = {}
    for number, model in enumerate(models):
        for curve in (model or {}).get("curves", []):
            by_title.setdefault(str(curve.get("title", "")), []).append((number, curve))
    return "".join(
        f"<figure><figcaption>{escape(title)}</figcaption>{drawing.curves(found, title)}</figure>"
        for title, found in by_title.items()
    )


def _confusions(models: Sequence[Any]) -> str:
    return "".join(
        f'<figure><figcaption class="{who}">{who.capitalize()}</figcaption>'
        f"{drawing.confusion(model['confusion'], f'confusion table of the {who}')}</figure>"
        for who, model in zip(("candidate", "champion"), models)
        if model and model.get("confusion")
    )


def _names(mappings: Sequence[Mapping[str, Any]]) -> list[str]:
    """Every key, in the order in which they are met."""
    return list({name: None for mapping in mappings for name in mapping})


def _cell(interval: Mapping[str, float | None] | None, sign: bool = False) -> str:
    if interval is None:
        return '<span class="pale">–</span>'
    if interval.get("value") is None:
        return '<span class="pale">undefined</span>'
    form = "+.4f" if sign else ".4f"
    told = format(interval["value"], form)
    low, high = interval.get("low"), interval.get("high")
    if low is None or high is None:
        return told
    return f"{told} <small>[{low:{form}}, {high:{form}}]</small>"


def _table(head: Sequence[str], lines: Sequence[Sequence[str]]) -> str:
    """``lines`` are HTML already."""
    top = "".join(f"<th>{escape(name)}</th>" for name in head)
    body = "".join(
        "<tr>" + "".join(f"<td>{cell}</td>" for cell in line) + "</tr>" for line in lines
    )
    return f"<table><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>"

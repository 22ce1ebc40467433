"""How a record's figures are written: scores with their intervals, dollars, amounts of data."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from stepline.runs.differences import Score


def score(given: Score | None) -> str:
    """``0.953 (0.941 to 0.962)``; a dash where there is none."""
    if given is None:
        return "—"
    if given.low is None or given.high is None:
        return number(given.value)
    return f"{number(given.value)} ({number(given.low)} to {number(given.high)})"


def number(value: float) -> str:
    """With as many digits as anybody compares."""
    return f"{value:.4g}" if isinstance(value, float) else str(value)


def dollars(cost: Mapping[str, Any] | None) -> str:
    """A cost of a record; what is not known says why."""
    usd, why = (cost or {}).get("usd"), (cost or {}).get("why")
    unknown = [each for each in (cost or {}).get("unknown") or [] if each]
    if usd is None:
        return f"not known: {why or ' '.join(unknown) or 'nobody says'}"
    more = f" and what is not known: {' '.join(unknown)}" if unknown else ""
    return _usd(float(usd)) + (more or (f" ({why})" if why else ""))


def _usd(usd: float) -> str:
    """To the hundredth of a cent, and below it no more than that it is something."""
    if usd == 0:
        return "nothing"
    return "< $0.0001" if usd < 0.0001 else f"${usd:.4f}"


def amount(data: Mapping[str, Any]) -> str:
    """``3 objects, 12.4 kB``; empty where nobody counted."""
    objects, size = data.get("objects"), data.get("bytes")
    said = []
    if objects is not None:
        said.append(f"{objects} object{'' if objects == 1 else 's'}")
    if size is not None:
        said.append(_size(float(size)))
    return ", ".join(said)


def _size(size: float) -> str:
    for unit in ("bytes", "kB", "MB", "GB", "TB"):
        if size < 1000 or unit == "TB":
            return f"{size:.0f} {unit}" if unit == "bytes" else f"{size:.1f} {unit}"
        size /= 1000
    return ""

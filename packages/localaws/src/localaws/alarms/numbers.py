"""Numbers and times as CloudWatch writes them: as Java does."""

from __future__ import annotations

import math
from datetime import UTC, datetime
from decimal import Decimal


def double(value: float) -> str:
    """As in a state's reason: ``0.0``, ``1.0E7``, ``1.2E-4``."""
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    if value == 0 or 1e-3 <= abs(value) < 1e7:
        text = format(Decimal(repr(value)), "f")
        return text if "." in text else f"{text}.0"
    sign, digits, exponent = Decimal(repr(value)).normalize().as_tuple()
    figures = "".join(map(str, digits))
    power = len(figures) - 1 + int(exponent)
    return f"{'-' if sign else ''}{figures[0]}.{figures[1:] or '0'}E{power}"


def minute(moment: float) -> str:
    """Of a data point, in a state's reason."""
    return datetime.fromtimestamp(moment, UTC).strftime("%d/%m/%y %H:%M:%S")


def timestamp(moment: float) -> str:
    """In reason data, events and messages: ``2019-10-02T17:04:40.985+0000``."""
    at = datetime.fromtimestamp(moment, UTC)
    return f"{at.strftime('%Y-%m-%dT%H:%M:%S')}.{at.microsecond // 1000:03d}+0000"

"""The row that every benchmark prints, and the only thing that they share."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """One measured figure. ``ratio`` is measured over limit, or ours over the peer's."""

    what: str
    measured: str
    against: str
    ratio: float
    holds: bool

    def __str__(self) -> str:
        verdict = "holds" if self.holds else "MISSED"
        return f"{self.what:<44} {self.measured:>12}  {self.against:<40} {self.ratio:>6.2f}x  {verdict}"


def below(what: str, measured: float, limit: float, unit: str) -> Row:
    """A figure that has to stay under its limit."""
    ratio = measured / limit
    return Row(what, f"{measured:.3g} {unit}", f"limit {limit:g} {unit}", ratio, ratio < 1)

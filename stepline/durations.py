"""How long something took, as every command says it."""

from __future__ import annotations


def spoken(seconds: float) -> str:
    """``45 s`` of whole seconds, ``41.3 s``, ``12 min 04 s``, ``2 h 05 min 04 s``."""
    whole = round(max(0.0, seconds))
    if isinstance(seconds, int) and whole < 60:
        return f"{whole} s"
    if round(max(0.0, seconds), 1) < 60:
        return f"{max(0.0, seconds):.1f} s"
    hours, rest = divmod(whole, 3600)
    minutes = f"{rest // 60:02}" if hours else f"{rest // 60}"
    return f"{f'{hours} h ' if hours else ''}{minutes} min {rest % 60:02} s"

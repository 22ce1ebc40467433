"""Schedule expressions, ``rate(…)``, ``cron(…)`` and ``at(…)``, and when each is due next. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from localaws.events import cron
from localaws.events.cron import BadExpression, Cron

_UNITS = {"minute": 60, "hour": 3600, "day": 86400}


@dataclass(frozen=True)
class Rate:
    """Regularly, counted from an anchor. A day is 24 hours, whatever the clocks do."""

    period: timedelta


@dataclass(frozen=True)
class At:
    """Once, at a local time."""

    moment: datetime  # naive


Expression = Rate | Cron | At


def parse(text: str, one_may_be_plural: bool = False) -> Expression:
    """Read a schedule expression.

    Args:
        one_may_be_plural: whether a rate may be of ``1 minutes``, as EventBridge Scheduler's may
            ("Schedule types": the unit is minutes, hours or days); a rule's may not.

    Raises:
        BadExpression: it is none.
    """
    found = re.fullmatch(r"(rate|cron|at)\((.*)\)", text)
    if found is None:
        raise BadExpression(f'"{text}" is neither rate(…), cron(…) nor at(…)')
    kind, inner = found.groups()
    if kind == "cron":
        return cron.parse(inner)
    return _rate(inner, one_may_be_plural) if kind == "rate" else _at(inner)


def zone(name: str) -> ZoneInfo:
    """The time zone of an IANA name.

    Raises:
        BadExpression: there is none.
    """
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise BadExpression(f'"{name}" is no time zone') from error


def next_due(
    expression: Expression,
    after: datetime,
    *,
    anchor: datetime,
    where: ZoneInfo | None = None,
    first_at_anchor: bool = False,
) -> datetime | None:
    """When the expression is due next, after ``after``; None if never again.

    Args:
        after: with a time zone, as every moment here.
        anchor: what a rate counts from.
        where: the time zone of ``cron`` and ``at``; UTC if not given.
        first_at_anchor: whether a rate is due at its anchor already, and not one period later.

    A local time that the clocks skip in spring is skipped; one that comes twice in autumn is due
    the first time only. Both are EventBridge Scheduler's rules.
    """
    if isinstance(expression, Rate):
        periods = max((after - anchor) // expression.period + 1, 0 if first_at_anchor else 1)
        return anchor + periods * expression.period
    where = where or ZoneInfo("UTC")
    if isinstance(expression, At):
        moment = _instant(expression.moment, where)
        return moment if moment is not None and moment > after else None
    # What lies behind the local clock is over, even where it ran back: a time that comes twice
    # counts the first time.
    for candidate in expression.after(after.astimezone(where).replace(tzinfo=None)):
        moment = _instant(candidate, where)
        if moment is not None and moment > after:
            return moment
    return None


def _instant(local: datetime, where: ZoneInfo) -> datetime | None:
    """The UTC moment of a local time; None for one that the clocks skip."""
    moment = local.replace(tzinfo=where).astimezone(UTC)
    return moment if moment.astimezone(where).replace(tzinfo=None) == local else None


def _rate(text: str, one_may_be_plural: bool) -> Rate:
    found = re.fullmatch(r"([1-9][0-9]{0,5}) (minute|hour|day)(s?)", text)
    if found is None:
        raise BadExpression(
            f'"rate({text})" must be a whole number above 0 and minutes, hours or days'
        )
    count, unit, plural = int(found[1]), found[2], found[3]
    if (count == 1) == bool(plural) and not (plural and one_may_be_plural):
        raise BadExpression(f'"rate({text})": 1 takes the singular, and only 1')
    return Rate(timedelta(seconds=count * _UNITS[unit]))


def _at(text: str) -> At:
    try:
        return At(datetime.strptime(text, "%Y-%m-%dT%H:%M:%S"))
    except ValueError as error:
        raise BadExpression(f'"at({text})" must be at(yyyy-mm-ddThh:mm:ss)') from error

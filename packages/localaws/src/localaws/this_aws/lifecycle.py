"""Which versions of an object a bucket's lifecycle rules expire. Pure.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-configuration-examples.html and
…/intro-lifecycle-rules.html: days are counted from the moment that an object was made, or ceased to be the
present version, and rounded up to the next midnight UTC; a rule without days says on which date.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Version:
    """One version of an object, or a delete marker."""

    identity: str
    made: datetime
    size: int = 0
    tags: Mapping[str, str] = field(default_factory=dict)
    is_marker: bool = False


@dataclass(frozen=True)
class Rule:
    """What is enabled of a rule, as PutBucketLifecycleConfiguration has it."""

    prefix: str
    tags: Mapping[str, str]
    larger: int | None
    smaller: int | None
    days: int | None
    date: datetime | None
    lone_markers: bool
    noncurrent_days: int | None
    newer_noncurrent: int

    def selects(self, key: str, version: Version) -> bool:
        """Whether its filter lets this version in; delete markers have neither tags nor a size."""
        return (
            key.startswith(self.prefix)
            and self.tags.items() <= version.tags.items()
            and (self.larger is None or version.size > self.larger)
            and (self.smaller is None or version.size < self.smaller)
        )

    def is_due(self, made: datetime, now: datetime) -> bool:
        """Whether a present version that was made then expires by now."""
        if self.date is not None:
            return self.date <= now
        return self.days is not None and midnight_after(made + self.days * _DAY) <= now


def rules(given: Iterable[Mapping[str, Any]]) -> list[Rule]:
    """The rules that are enabled, of those in a request as its XML was parsed."""
    return [_rule(each) for each in given if each.get("Status") == "Enabled"]


def midnight_after(moment: datetime) -> datetime:
    """The moment itself, if it is midnight UTC, or the next midnight."""
    midnight = moment.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight if midnight == moment else midnight + _DAY


def expires(key: str, present: Version, applied: Iterable[Rule], now: datetime) -> bool:
    """Whether the present version of an object expires; in a bucket with versions a marker covers it."""
    return not present.is_marker and any(
        rule.selects(key, present) and rule.is_due(present.made, now) for rule in applied
    )


def removed(
    key: str, versions: Sequence[Version], applied: Sequence[Rule], now: datetime
) -> Iterator[Version]:
    """The versions, newest first, that go for good from a bucket with versions."""
    for newer, version in enumerate(versions[1:]):
        ceased = versions[newer].made
        for rule in applied:
            if (
                rule.noncurrent_days is not None
                and newer >= rule.newer_noncurrent
                and rule.selects(key, version)
                and midnight_after(ceased + rule.noncurrent_days * _DAY) <= now
            ):
                yield version
                break
    if len(versions) == 1 and versions[0].is_marker:
        (marker,) = versions
        for rule in applied:
            if rule.selects(key, marker) and (rule.lone_markers or rule.is_due(marker.made, now)):
                yield marker
                return


def _rule(given: Mapping[str, Any]) -> Rule:
    chosen = given.get("Filter") or {}
    chosen = chosen.get("And") or chosen
    tags = chosen.get("Tag") or []
    expiration = given.get("Expiration") or {}
    noncurrent = given.get("NoncurrentVersionExpiration") or {}
    return Rule(
        prefix=chosen.get("Prefix") or given.get("Prefix") or "",
        tags={
            each["Key"]: each.get("Value") or ""
            for each in (tags if isinstance(tags, list) else [tags])
        },
        larger=_number(chosen.get("ObjectSizeGreaterThan")),
        smaller=_number(chosen.get("ObjectSizeLessThan")),
        days=_number(expiration.get("Days")),
        date=_moment(expiration.get("Date")),
        lone_markers=expiration.get("ExpiredObjectDeleteMarker") == "true",
        noncurrent_days=_number(noncurrent.get("NoncurrentDays")),
        newer_noncurrent=_number(noncurrent.get("NewerNoncurrentVersions")) or 0,
    )


def _number(text: Any) -> int | None:
    return None if text is None else int(text)


def _moment(text: Any) -> datetime | None:
    if text is None:
        return None
    moment = datetime.fromisoformat(str(text))
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)

"""``docs/reference/operations.md`` from the list: ``python -m localaws.offer.page docs/reference/operations.md``."""

from __future__ import annotations

import sys
import textwrap
from collections.abc import Iterable, Iterator
from pathlib import Path

from localaws.offer.catalogue import Service, offered

_HEAD = """\
# What the embedded AWS does, operation by operation

Made from [the list](../../src/localaws/offer/services) by `python -m localaws.offer.page
docs/reference/operations.md`; what is not on it is refused by name, with 400 `UnsupportedOperationException`.
An operation **does** what it does on AWS, or **keeps a record** because on AWS it is one too: the sentence
of AWS's documentation beside it says so. A task of a state machine, a target of a rule or schedule and a
resource type of a stack go by the same list. A request that asks an offered operation for what it does not
do is refused too; the notes say which.
"""


def page() -> str:
    """The whole page."""
    catalogue = offered()
    lines = [_HEAD]
    for service in catalogue.services.values():
        lines += _section(service)
    lines += ["## Services of which nothing is done", ""]
    lines += ["All others. Asked for most, and refused with what there is not:", ""]
    lines += ["| service | |", "|---|---|"]
    lines += [f"| `{name}` | {why} |" for name, why in sorted(catalogue.elsewhere.items())]
    return "\n".join(lines) + "\n"


def _section(service: Service) -> Iterator[str]:
    yield f"## {service.name}"
    yield ""
    yield service.about
    yield ""
    yield from textwrap.wrap(f"Does: {_names(service.does)}.", 110, break_on_hyphens=False)
    yield ""
    if service.records:
        yield from _table("keeps a record", "as AWS says", service.records.items())
    if service.notes:
        yield from _table("note", "", service.notes.items())
    if service.refused:
        yield from _table("refused, among all others", "because", service.refused.items())
    if service.types:
        yield from textwrap.wrap(f"Stacks may also have {_names(service.types)}.", 110)
        yield ""


def _table(left: str, right: str, rows: Iterable[tuple[str, str]]) -> Iterator[str]:
    yield f"| {left} | {right} |"
    yield "|---|---|"
    for name, text in rows:
        yield f"| `{name}` | {text} |"
    yield ""


def _names(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in sorted(names))


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(page(), encoding="utf-8")

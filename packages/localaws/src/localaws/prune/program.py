"""The command: says what is there and what nothing uses, asks, removes, and says what was freed."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from localaws.arguments import OneSentenceParser
from localaws.images import build_lock
from localaws.prune import inventory, removal, sizes
from localaws.prune.decision import Decision, Thing, decide, removed
from localaws.prune.use import Asked, CannotTell, ask

GRACE = 3600.0  # seconds; what was made since may be on its way from a build into a deployment


@dataclass(frozen=True)
class Options:
    home: Path
    dry_run: bool
    yes: bool
    all: bool


class _Parser(OneSentenceParser):
    module = "localaws prune"


def main(arguments: Sequence[str]) -> int:
    """Prune one home folder; the exit code."""
    chosen = _parse(arguments)
    try:
        return _prune(chosen)
    except CannotTell as error:
        print(f"localaws prune: {error}", file=sys.stderr)
    except OSError as error:
        where = error.filename or chosen.home
        print(f"localaws prune: {where}: {error.strerror}. Not all was removed.", file=sys.stderr)
    except KeyboardInterrupt:
        print(
            "localaws prune: interrupted. What lies aside already goes next time.", file=sys.stderr
        )
        return 130
    return 1


def _prune(chosen: Options) -> int:
    home = chosen.home
    for link in inventory.shared(home):
        print(f"{link} is a link, and other home folders may use it: left alone.")
    asked = ask(home)
    if not asked.server_runs:
        print("No embedded AWS runs here: there is no account that refers to anything.")
    decisions = _decide(chosen, asked)
    _show(decisions)
    asked_for = {thing.path for thing in removed(decisions)}
    if not asked_for or chosen.dry_run:
        return 0
    if not chosen.yes and not _confirmed():
        return 1
    with build_lock.freeing(home, lambda: print("Waiting for a build to end …", flush=True)):
        # Once more: what has come into use meanwhile stays, and nothing goes that was not shown.
        again = removed(_decide(chosen, ask(home)))
        gone = [thing for thing in again if thing.path in asked_for]
        freed = sizes.freed(thing.path for thing in gone)
        aside = removal.put_aside(home, gone)
    left = removal.delete(home)
    for path in left:
        print(f"localaws prune: {path} could not be deleted.", file=sys.stderr)
    if len(aside) == len(gone) and not left:
        print(f"Freed {sizes.readable(freed)}.")
    else:
        print(f"Removed {len(aside)} of {len(gone)}.")
    return 1 if left else 0


def _decide(chosen: Options, asked: Asked) -> list[Decision]:
    found = inventory.things(chosen.home, asked.server_runs)
    return decide(found, asked.use, time.time() - (0 if chosen.all else GRACE))


def _show(decisions: Sequence[Decision]) -> None:
    unused = removed(decisions)
    for title, shown in (
        ("In use:", [d for d in decisions if d.reason]),
        ("Nothing uses:", [d for d in decisions if not d.reason]),
    ):
        if shown:
            print(title)
        for decision in shown:
            print(_line(decision.thing, decision.reason))
    everything = sizes.taken(decision.thing.path for decision in decisions)
    free = sizes.readable(sizes.freed(thing.path for thing in unused))
    print(f"{free} of {sizes.readable(everything)} can be freed.")


def _line(thing: Thing, reason: str | None) -> str:
    size = sizes.readable(sizes.taken([thing.path]))
    return f"  {thing.kind:<11}  {size:>8}  {thing.name}{f' ({reason})' if reason else ''}"


def _confirmed() -> bool:
    if not sys.stdin.isatty():
        print("Nothing was removed: nobody can be asked here. Say --yes.", file=sys.stderr)
        return False
    if input("Remove what nothing uses? [y/N] ").strip().lower() in ("y", "yes"):
        return True
    print("Nothing was removed.")
    return False


def _parse(arguments: Sequence[str]) -> Options:
    parser = _Parser(
        prog="localaws prune",
        description="Free what nothing uses in a home folder: images, the environments they "
        "alone need, and what killed programs have left. What the embedded AWS that runs there "
        "refers to stays; without one, no account refers to anything.",
        allow_abbrev=False,
    )
    parser.add_argument(
        "--home",
        type=Path,
        default=Path(os.environ.get("LOCALAWS_HOME") or ".localaws"),
        help="default $LOCALAWS_HOME or .localaws",
    )
    parser.add_argument("--dry-run", action="store_true", help="only say what would be removed")
    parser.add_argument("-y", "--yes", action="store_true", help="do not ask")
    parser.add_argument(
        "--all", action="store_true", help="also what was made within the last hour"
    )
    found = parser.parse_args(arguments)
    try:
        home = found.home.resolve(strict=True)
    except OSError as error:
        parser.error(f"there is no home folder {found.home} ({error.strerror})")
    return Options(home=home, dry_run=found.dry_run, yes=found.yes, all=found.all)

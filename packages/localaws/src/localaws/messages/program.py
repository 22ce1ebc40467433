"""``localaws outbox``: prints what the embedded AWS of a home folder would have sent."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from localaws import running_server
from localaws.arguments import OneSentenceParser
from localaws.messages.listing import chosen, listing
from localaws.running_server import DoesNotSay


class _Parser(OneSentenceParser):
    module = "localaws outbox"


class CannotAsk(Exception):
    """No server says what is in its outbox. The message says why."""


def main(arguments: Sequence[str]) -> int:
    """Print the outbox; the exit code."""
    parser = _Parser(
        prog="localaws outbox",
        description="Print the messages that would have left the embedded AWS that runs in a home "
        "folder: mails, text messages and posts of its topics. The same is read at "
        "/_localaws/outbox.",
        allow_abbrev=False,
    )
    default = Path(os.environ.get("LOCALAWS_HOME") or ".localaws")
    parser.add_argument(
        "--home", type=Path, default=default, help="default $LOCALAWS_HOME or .localaws"
    )
    parser.add_argument("--channel", help="only email, email-json, sms or http")
    parser.add_argument("--to", help="only to addresses with this text in them")
    parser.add_argument("--json", action="store_true", help="as JSON")
    found = parser.parse_args(arguments)
    try:
        outbox = ask(found.home)
    except CannotAsk as error:
        print(f"localaws outbox: {error}", file=sys.stderr)
        return 1
    messages = chosen(outbox["messages"], found.channel, found.to)
    _print(json.dumps(messages, indent=2) if found.json else listing(messages))
    if outbox["dropped"]:
        older = outbox["dropped"]
        print(f"localaws outbox: {older} older messages are no longer there.", file=sys.stderr)
    return 0


def _print(text: str) -> None:
    """To standard output, which whoever reads it may close before the end."""
    try:
        print(text, flush=True)
    except BrokenPipeError:
        # Or Python says so once more when it ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def ask(home: Path) -> dict[str, Any]:
    """The outbox of the server that runs in a home folder.

    Raises:
        CannotAsk: none does, or it does not say.
    """
    try:
        _, outbox = running_server.ask(home, "outbox")
    except DoesNotSay as error:
        why = f" ({error})" if str(error) else ""
        raise CannotAsk(f"No embedded AWS runs in {home}{why}. Start one first.") from error
    return outbox

"""``localaws outbox``: prints what the embedded AWS of a home folder would have sent."""

from __future__ import annotations

import http.client
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from localaws.arguments import OneSentenceParser
from localaws.messages.listing import chosen, listing

_RESPONDS_WITHIN = 30.0  # seconds


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
        record = json.loads((home / "server.json").read_text())
        health, outbox = (_get(record["port"], page) for page in ("health", "outbox"))
        if health["instance"] != record["instance"]:
            raise ValueError("another one answers at its port")
    except (OSError, http.client.HTTPException, ValueError, KeyError, TypeError) as error:
        why = "" if isinstance(error, FileNotFoundError) else f" ({error})"
        raise CannotAsk(f"No embedded AWS runs in {home}{why}. Start one first.") from error
    return outbox


def _get(port: int, page: str) -> dict[str, Any]:
    """A page of the server's own, straight from this machine."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=_RESPONDS_WITHIN)
    try:
        connection.request("GET", f"/_localaws/{page}")
        answer = connection.getresponse()
        content = json.loads(answer.read())
    finally:
        connection.close()
    if answer.status != http.client.OK or not isinstance(content, dict):
        raise ValueError(f"{answer.status} {answer.reason}")
    return content

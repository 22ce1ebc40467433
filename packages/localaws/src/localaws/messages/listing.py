"""The outbox as a person reads it: one message after the other, and which of them are asked for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

Shown = Mapping[str, Any]  # a message as ``message.shown`` makes it


def chosen(messages: Iterable[Shown], channel: str | None, to: str | None) -> list[Shown]:
    """Those of a channel and to an address that holds a text; of HTTP both kinds."""
    return [
        message
        for message in messages
        if (channel is None or message["channel"] in (channel, f"{channel}s"))
        and (to is None or any(to in address for address in message["to"]))
    ]


def listing(messages: Iterable[Shown]) -> str:
    """All of these messages, as text for a terminal."""
    return "\n".join(map(_entry, messages))


def _entry(message: Shown) -> str:
    heads = [f"{message['time']}  {message['channel']}  to {', '.join(message['to'])}"]
    heads += [
        f"  {name}: {_plain(message[member])}"
        for name, member in (("from", "sender"), ("subject", "subject"), ("by", "origin"))
        if message.get(member)
    ]
    heads += [f"  attached: {_plain(each)}" for each in message.get("attachments", ())]
    body = [f"    {_plain(line)}".rstrip() for line in message["body"].splitlines()]
    return "\n".join([*heads, *body, ""])


def _plain(text: str) -> str:
    """Without what a terminal would obey: whoever publishes a message is not trusted with it."""
    return "".join(
        sign if sign.isprintable() or sign == "\t" else "\N{REPLACEMENT CHARACTER}" for sign in text
    )

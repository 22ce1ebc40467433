"""Turns a program's output into lines, fast enough that the program never waits for it."""

from __future__ import annotations

import logging
import os
import select
from collections.abc import Callable, Iterator

LONGEST_LINE = 256 * 1024  # bytes; CloudWatch takes no longer event

log = logging.getLogger(__name__)


def lines(chunks: Iterator[bytes]) -> Iterator[str]:
    """The lines of a stream of bytes, without their ends; a longer one than the limit is cut.

    Bytes that are not UTF-8 become U+FFFD. A carriage return before the line end is dropped.
    """
    rest = b""
    for chunk in chunks:
        rest += chunk
        if b"\n" in chunk:
            *whole, rest = rest.split(b"\n")
            for line in whole:
                yield from _cut(line)
        while len(rest) > LONGEST_LINE:
            yield from _cut(rest[:LONGEST_LINE])
            rest = rest[LONGEST_LINE:]
    if rest:
        yield from _cut(rest)


def _cut(line: bytes) -> Iterator[str]:
    if len(line) <= LONGEST_LINE:
        yield line.removesuffix(b"\r").decode("utf-8", "replace")
        return
    for start in range(0, len(line), LONGEST_LINE):
        yield line[start : start + LONGEST_LINE].decode("utf-8", "replace")


def read_chunks(descriptor: int) -> Iterator[bytes]:
    """What a file descriptor delivers until its end; it is closed then."""
    try:
        while chunk := os.read(descriptor, 1 << 16):
            yield chunk
    finally:
        os.close(descriptor)


def read_chunks_while(descriptor: int, is_running: Callable[[], bool]) -> Iterator[bytes]:
    """Like ``read_chunks``, but a stray process that holds the pipe open cannot hold up its end.

    Reading stops when nothing has come for a moment after ``is_running`` turned false.
    """
    try:
        while True:
            running = is_running()
            ready, _, _ = select.select([descriptor], [], [], 0.5)
            if ready:
                chunk = os.read(descriptor, 1 << 16)
                if not chunk:
                    return
                yield chunk
            elif not running:
                return
    finally:
        os.close(descriptor)


def pump(chunks: Iterator[bytes], on_line: Callable[[str], None]) -> None:
    """Hand every line to ``on_line``. Its failure is logged once and never stops the program."""
    failed = False
    for line in lines(chunks):
        try:
            on_line(line)
        except Exception:  # whatever the listener's fault is, the pipe must be emptied
            if not failed:
                log.exception("a line of a container's output was lost")
            failed = True

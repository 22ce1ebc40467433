"""Reads CoNLL files: a token first and its tag last on each line, a blank line between sentences.

Reads blocks of whole sentences. A block without anything odd is split by a few operations over all
its lines at once; one that has something odd is gone through line by line, which also finds the line
to complain about. Does not interpret tag schemes: see ``tags``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from .problems import DataProblem, Tolerance
from .tags import BLANK, TagCodes

BLOCK_BYTES = 1 << 19
LONGEST_SENTENCE_BYTES = 1 << 24
_BLANK_LINE = re.compile(rb"\n[ \t\r]*\n")
_DOCUMENT_START = re.compile(r"^-DOCSTART-.*$", re.MULTILINE)
_COMMENT = re.compile(
    r"# +\S+[ \t]+\S"
)  # "# id = 7" before a sentence; a token "#" has one column more
_NOT_UTF8 = re.compile("[\udc80-\udcff]")  # what surrogateescape makes of a byte that is not UTF-8


@dataclass(frozen=True)
class Sentences:
    """Some sentences: all words in a row, a tag code for each (int32), words of each sentence."""

    words: list[str]
    tags: np.ndarray
    lengths: np.ndarray


def read(path: Path, name: str, tags: TagCodes, tolerance: Tolerance) -> Iterator[Sentences]:
    """Read a file block by block.

    Raises:
        DataProblem: a line cannot be used and ``tolerance`` skips none, with ``name`` and the line;
            or a sentence has no end within ``LONGEST_SENTENCE_BYTES``.
    """
    line = 1
    for block in _blocks(path, name):
        text = block.decode("utf-8", "surrogateescape")
        lines = text.count("\n")
        if "\r" in text:
            text = text.replace("\r\n", "\n")
        if "-DOCSTART-" in text:
            text = _DOCUMENT_START.sub("", text)
        sentences = _read_quickly(text, tags)
        if sentences is None:
            sentences = _read_carefully(text, line, name, tags, tolerance)
        if len(sentences.lengths):
            yield sentences
        line += lines


def _blocks(path: Path, name: str) -> Iterator[bytes]:
    """The bytes of a file in pieces that end with a blank line, without a byte order mark."""
    with path.open("rb") as file:
        rest = file.read(BLOCK_BYTES).removeprefix(b"\xef\xbb\xbf")
        while more := file.read(BLOCK_BYTES):
            rest += more
            end = max((match.end() for match in _BLANK_LINE.finditer(rest)), default=0)
            if end:
                yield rest[:end]
                rest = rest[end:]
            elif len(rest) > LONGEST_SENTENCE_BYTES:
                raise DataProblem(
                    "endless sentence",
                    f"no blank line within {LONGEST_SENTENCE_BYTES >> 20} MiB, but one must stand "
                    "between two sentences",
                    name,
                )
        yield rest


def _read_quickly(text: str, tags: TagCodes) -> Sentences | None:
    """The sentences of a block in which every line is as it should be, else None."""
    lines = text.split("\n")
    separator = "\t" if "\t" in text else " "
    rows = [line.split(separator) for line in lines]
    words = [row[0] for row in rows]
    try:
        codes = np.fromiter(map(tags.__getitem__, [row[-1] for row in rows]), np.int32, len(rows))
    except ValueError:
        return None
    between = codes == BLANK
    filled = [word for word in words if word]
    # Odd: one column that reads like a tag, an empty token or tag, bytes that are not UTF-8.
    if (
        list(map(len, rows)).count(1) != lines.count("")
        or len(filled) != len(words) - np.count_nonzero(between)
        or any(lines[place].strip() for place in np.flatnonzero(between))
        or (not text.isascii() and _NOT_UTF8.search(text))
    ):
        return None
    edges = np.flatnonzero(between)
    lengths = np.diff(edges, prepend=-1, append=len(words)) - 1
    return Sentences(filled, codes[~between], lengths[lengths > 0])


def _read_carefully(
    text: str, first_line: int, name: str, tags: TagCodes, tolerance: Tolerance
) -> Sentences:
    """The same line by line: a sentence with an unusable line is met with ``tolerance``."""
    words: list[str] = []
    codes: list[int] = []
    lengths: list[int] = []
    begun = len(words)
    usable = True
    for number, raw in enumerate([*text.split("\n"), ""], first_line):
        line = raw.rstrip(" \t\r")
        if not line.strip():
            if usable and len(words) > begun:
                lengths.append(len(words) - begun)
            else:
                del words[begun:], codes[begun:]
            begun, usable = len(words), True
        elif usable:
            try:
                word, code = _columns(line, tags, name, number)
            except DataProblem as problem:
                if begun == len(words) and _COMMENT.match(line):
                    continue
                usable = False
                tolerance.meet(problem)
                continue
            words.append(word)
            codes.append(code)
    return Sentences(words, np.array(codes, np.int32), np.array(lengths, np.int64))


def _columns(line: str, tags: TagCodes, name: str, number: int) -> tuple[str, int]:
    """The token and the tag code of a line.

    Raises:
        DataProblem: there is no token or no tag, or the tag belongs to no scheme.
    """
    if _NOT_UTF8.search(line):
        raise DataProblem("not UTF-8", "the line is not UTF-8", name, number)
    columns = line.split("\t") if "\t" in line else [part for part in line.split(" ") if part]
    if len(columns) < 2:
        reason = f"only one column ({line[:60]!r}), but a token and a tag are needed"
        raise DataProblem("one column", reason, name, number)
    if not columns[0]:
        raise DataProblem("empty token", "the token is empty", name, number)
    try:
        return columns[0], tags[columns[-1].strip()]
    except ValueError as error:
        raise DataProblem("unknown tag", str(error), name, number) from error

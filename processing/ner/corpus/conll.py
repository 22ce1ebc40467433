"""Reads CoNLL files: a token and, last, its tag on each line, a blank line between sentences.

Reads blocks of whole sentences. A block without anything odd is taken apart by a few operations over
all its lines at once; one that has something odd is gone through line by line, which also finds the
line to complain about. Does not interpret tag schemes: see ``tags``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from .problems import DataProblem, Tolerance
from .tags import TagCodes

BLOCK_BYTES = 1 << 19
LONGEST_SENTENCE_BYTES = 1 << 24
_BLANK_LINE = re.compile(rb"\n[ \t\r]*\n")
_DOCUMENT_START = re.compile(rb"^-DOCSTART-.*$", re.MULTILINE)
_COMMENT = re.compile(
    r"# +\S+[ \t]+\S"
)  # "# id = 7" before a sentence; a token "#" has one column more
_PART = re.compile(r"[0-9]+[-.][0-9]+[ \t]")  # of a token or of several, beside the numbered ones
_NOT_UTF8 = re.compile("[\udc80-\udcff]")  # what surrogateescape makes of a byte that is not UTF-8


@dataclass(frozen=True)
class Sentences:
    """Some sentences: all words in a row, a tag code for each (int32), words of each sentence."""

    words: list[str]
    tags: np.ndarray
    lengths: np.ndarray


def read(
    path: Path, name: str, tags: TagCodes, tolerance: Tolerance, token: int = 0
) -> Iterator[Sentences]:
    """Read a file block by block; ``token`` is the column of the token, counted from 0.

    Raises:
        DataProblem: a line cannot be used and ``tolerance`` skips none, with ``name`` and the line;
            or a sentence has no end within ``LONGEST_SENTENCE_BYTES``.
    """
    line = 1
    for block in _blocks(path, name):
        lines = block.count(b"\n")
        if b"\r" in block:
            block = block.replace(b"\r\n", b"\n")
        if b"-DOCSTART-" in block:
            block = _DOCUMENT_START.sub(b"", block)
        sentences = _read_quickly(block, tags, token)
        if sentences is None:
            sentences = _read_carefully(block, line, name, tags, tolerance, token)
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


def _read_quickly(block: bytes, tags: TagCodes, token: int) -> Sentences | None:
    """The sentences of a block whose lines all have the same columns, none of them odd; else None.

    Goes without a step for each line: blank lines are taken out and counted, the rest is one list of
    cells, of which every n-th is a token.
    """
    separator = "\t" if b"\t" in block else " "
    characters = np.frombuffer(block + b"\n", dtype=np.uint8)
    line_ends = np.flatnonzero(characters == ord("\n"))
    filled = np.diff(line_ends, prepend=-1) > 1
    separators = np.searchsorted(np.flatnonzero(characters == ord(separator)), line_ends)
    columns = np.unique(np.diff(separators, prepend=0)[filled]) + 1
    if len(columns) != 1 or columns[0] < token + 2:
        return None
    try:
        text = block.decode("utf-8").strip("\n")
    except UnicodeDecodeError:
        return None
    while "\n\n" in text:
        text = text.replace("\n\n", "\n")
    cells = text.replace("\n", separator).split(separator)
    words, names = cells[token :: columns[0]], cells[columns[0] - 1 :: columns[0]]
    if "" in words or "" in names:
        return None
    if token and not all(map(str.isdecimal, cells[:: columns[0]])):  # a part such as "3-4"
        return None
    try:
        codes = np.fromiter(map(tags.__getitem__, names), np.int32, len(names))
    except ValueError:
        return None
    lengths = np.diff(np.flatnonzero(~filled), prepend=-1, append=len(filled)) - 1
    return Sentences(words, codes, lengths[lengths > 0])


def _read_carefully(
    block: bytes, first_line: int, name: str, tags: TagCodes, tolerance: Tolerance, token: int
) -> Sentences:
    """The same line by line: a sentence with an unusable line is met with ``tolerance``."""
    text = block.decode("utf-8", "surrogateescape")
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
            if token and _PART.match(line):
                continue
            try:
                word, code = _columns(line, tags, name, number, token)
            except DataProblem as problem:
                if begun == len(words) and _COMMENT.match(line):
                    continue
                usable = False
                tolerance.meet(problem)
                continue
            words.append(word)
            codes.append(code)
    return Sentences(words, np.array(codes, np.int32), np.array(lengths, np.int64))


def _columns(line: str, tags: TagCodes, name: str, number: int, token: int = 0) -> tuple[str, int]:
    """The token and the tag code of a line.

    Raises:
        DataProblem: there is no token or no tag, or the tag belongs to no scheme.
    """
    if _NOT_UTF8.search(line):
        reason = "the line is not UTF-8: save the file as UTF-8"
        raise DataProblem("not UTF-8", reason, name, number)
    columns = line.split("\t") if "\t" in line else [part for part in line.split(" ") if part]
    if len(columns) < token + 2:
        if len(columns) == 2:
            reason = f"two columns ({line[:60]!r}), but the file numbers its tokens in the first"
            raise DataProblem("two columns", reason, name, number)
        reason = f"only one column ({line[:60]!r}), but a token and a tag are needed"
        raise DataProblem("one column", reason, name, number)
    if not columns[token]:
        raise DataProblem("empty token", "the token is empty", name, number)
    try:
        return columns[token], tags[columns[-1].strip()]
    except ValueError as error:
        raise DataProblem("unknown tag", str(error), name, number) from error


def line_of_longest(path: Path) -> int:
    """The line, counted from 1, on which the longest sentence of a file begins."""
    longest, best = 0, 1
    begin = 1
    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            if not line.strip():
                begin = number + 1
            elif number - begin + 1 > longest:
                longest, best = number - begin + 1, begin
    return best

"""Text that a person wrote, from a file, a pipe or an argument: the one reader for all of it.

It is UTF-8 unless it says or shows otherwise: a byte order mark decides (UTF-8, UTF-16, UTF-32), and
without one, zero bytes: UTF-8 text has none, and in UTF-16 every ASCII character has one, the brace, the comma
or the end of a line that all text here has somewhere. Any other encoding is said to be none of these,
never guessed.
"""

from __future__ import annotations

import codecs
import sys
from pathlib import Path
from unicodedata import category

from stepline.errors import UserError

# UTF-32 first: its little-endian mark begins with UTF-16's.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (codecs.BOM_UTF8, "utf-8"),
)
_SAMPLE = 1 << 16  # bytes that are looked at where there is no mark
_STRANGE = {"Cc", "Cn", "Co", "Cs"}  # controls, what is no character, private ones, half ones
_HIGHEST = chr(0x3FFFF)  # of the characters that are in use; those above are unassigned or private


def decoded(content: bytes, what: str) -> str:
    """The text, without its byte order mark. ``what`` names it in a sentence, such as "The file x".

    Raises:
        UserError: it is in none of these encodings, or broken in the one it is in.
    """
    encoding, text = "utf-8", content
    for mark, name in _MARKS:
        if content.startswith(mark):
            encoding, text = name, content[len(mark) :]
            break
    else:
        told = _without_mark(content)
        if told is None:
            raise UserError(f"{what} is no text: it has zero bytes in it. Expected text in UTF-8.")
        encoding = told
    try:
        found = text.decode(encoding)
    except UnicodeDecodeError as error:
        raise UserError(_not_text(what, encoding, content, error)) from error
    if "\0" in found:
        raise UserError(f"{what} is no text: it has zero bytes in it. Expected text in UTF-8.")
    return found


def read(file: Path, what: str = "The file") -> str:
    """The text of a file.

    Raises:
        UserError: it cannot be read, or is no text.
    """
    return decoded(content(file, what), f"{what} {file}")


def content(file: Path, what: str = "The file") -> bytes:
    """The bytes of a file.

    Raises:
        UserError: it cannot be read.
    """
    try:
        return file.read_bytes()
    except (OSError, ValueError) as error:  # ValueError: a name that no file can have
        why = error.strerror if isinstance(error, OSError) else str(error)
        raise UserError(f"{what} {file} cannot be read: {why}.") from error


def standard_input() -> bytes:
    """What was piped or typed into this program, to its end."""
    return sys.stdin.buffer.read()


def argument(text: str, what: str) -> str:
    """An argument of the command line, which the shell may have handed over in no encoding of text.

    Raises:
        UserError: it has bytes that are no text in the terminal's encoding.
    """
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise UserError(
            f"{what} has a byte that is no {sys.getfilesystemencoding().upper()}, at character "
            f"{error.start + 1}. Put it into a file in UTF-8 and name that."
        ) from error
    return text


def _without_mark(content: bytes) -> str | None:
    """The encoding that zero bytes speak for; None where they do not tell."""
    sample = content[:_SAMPLE]
    zeros = sample.count(0)
    if not zeros:
        return "utf-8"
    for encoding in ("utf-32-le", "utf-32-be"):
        if (text := _tried(sample, encoding)) and "\0" < max(text) <= _HIGHEST:
            return encoding
    if zeros < len(sample) / 4 and _tried(sample, "utf-8"):
        return None  # a stray zero byte in a text of single bytes
    little, big = (_likely(_tried(sample, encoding)) for encoding in ("utf-16-le", "utf-16-be"))
    return None if little == big else "utf-16-le" if little > big else "utf-16-be"


def _tried(sample: bytes, encoding: str) -> str:
    """The sample as it would read, as far as it goes; empty where it is broken."""
    try:
        return codecs.getincrementaldecoder(encoding)().decode(sample)
    except UnicodeDecodeError:
        return ""


def _likely(text: str) -> tuple[int, int]:
    """How much a text looks like one: fewest characters that nobody writes, then the most ASCII. In
    the wrong order of bytes the end of a line is U+0A00, which is no character."""
    strange = sum(category(each) in _STRANGE and each not in "\t\n\r" for each in text)
    return (-strange if text else -len(text) - 1), sum(each.isascii() for each in text)


def _not_text(what: str, encoding: str, content: bytes, error: UnicodeDecodeError) -> str:
    if encoding != "utf-8":
        return (
            f"{what} looks like {encoding[:6].upper()}, but is broken off or broken in the middle "
            f"(byte {error.start + 1}). Save it as UTF-8."
        )
    line = content[: error.start].count(b"\n") + 1
    return (
        f"{what} is no UTF-8, nor has it the byte order mark of UTF-16: in line {line} is the byte "
        f"0x{content[error.start]:02x}, as in Latin-1, Windows' or Japanese encodings. "
        "Save it as UTF-8."
    )

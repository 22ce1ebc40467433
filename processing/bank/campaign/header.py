"""The first line of a table: whether it names the columns, and what to say of names that are missing.

Pure, and standard library only.
"""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Sequence

from .numerals import numeral
from .problems import JobProblem

_LISTED = 25  # columns that a sentence names
# What others call the column that says who subscribed.
_LABELS = "answer class deposit label outcome response result subscribed target term_deposit y"
_OTHER_SEPARATORS = {"\t": "tabs", "|": "|", ":": ":"}
_SAYS = {"yes", "no"}


def check(cells: Sequence[str], line: str, name: str, expected: Sequence[str]) -> None:
    """Refuse a first line that names no columns.

    Raises:
        JobProblem: it is empty, a row, not divided by ``;`` or ``,``, or names a column twice.
    """
    wanted = _beginning(expected)
    should = f"the first line should name the columns, with {wanted} among them"
    if not any(cells):
        raise JobProblem(f"{name} has no header: {should}, but is empty")
    if "\0" in line:
        raise JobProblem(f"{name} is no UTF-8 text, perhaps UTF-16: save it as UTF-8")
    if not set(expected) & set(cells):
        _check_division(cells, line, name)
        if looks_like_a_row(cells):
            raise JobProblem(f"{name} has no header: {should}, but is {_beginning(cells)}")
    twice = [cell for cell, count in Counter(cells).items() if count > 1]
    if twice:
        raise JobProblem(f"the header of {name} names the column {twice[0]!r} twice")


def looks_like_a_row(cells: Sequence[str]) -> bool:
    """Whether it holds what rows hold: a yes or a no, or numbers in a quarter of its cells."""
    numbers = sum(numeral(cell) is not None for cell in cells)
    return 4 * numbers >= len(cells) or any(cell.lower() in _SAYS for cell in cells)


def without_label(name: str, header: Sequence[str], label: str) -> JobProblem:
    """The header lacks the column that is to be learned: which columns there are, and which it may be."""
    likely = near(label, header) or [
        cell for cell in header if cell.strip().lower() in _LABELS.split()
    ]
    others = likely or header[-1:]
    meant = f"is it {' or '.join(others)}? Rename the one that says yes or no to {label}"
    return JobProblem(
        f"the header of {name} has no target column {label}: the columns are {listed(header)}; {meant}"
    )


def near(wanted: str, header: Sequence[str]) -> list[str]:
    """The names that differ from the wanted one in case, marks or a letter or two, nearest first."""
    plain = {cell: _plain(cell) for cell in header}
    alike = [cell for cell in header if plain[cell] == _plain(wanted)]
    close = difflib.get_close_matches(_plain(wanted), list(plain.values()), 2, 0.8)
    return alike + [cell for cell in header if plain[cell] in close and cell not in alike]


def listed(names: Sequence[str]) -> str:
    """The names with commas between them, the middle ones left out where they are many."""
    shown = [name or "(a column without a name)" for name in names]
    if len(shown) > _LISTED:
        shown = [*shown[: _LISTED - 1], "…", shown[-1]]
    return ", ".join(shown)


def _check_division(cells: Sequence[str], line: str, name: str) -> None:
    if len(cells) > 1:
        return
    if any(sign in cells[0] for sign in ";,"):
        raise JobProblem(
            f"the header of {name} stands in quotes as a whole, so that it is one column: quote each "
            "name by itself, or none"
        )
    for sign, word in _OTHER_SEPARATORS.items():
        if sign in line:
            raise JobProblem(
                f"the header of {name} is divided by {word}, but columns are divided by ; or ,"
            )


def _plain(name: str) -> str:
    return "".join(letter for letter in name.lower() if letter.isalnum())


def _beginning(cells: Sequence[str]) -> str:
    return ", ".join(cells[:3]) + (", …" if len(cells) > 3 else "")

"""Hyperparameters as arguments of a script."""

from __future__ import annotations

import argparse
import string

from hypothesis import given
from hypothesis import strategies as st

from localaws.images.aws.script_mode.arguments import arguments

NAMES = st.text(string.ascii_letters, min_size=2).filter(lambda name: name not in ("help",))


def test_arguments_are_in_alphabetical_order() -> None:
    assert arguments({"depth": 3, "alpha": 0.1}) == ["--alpha", "0.1", "--depth", "3"]


def test_values_are_as_python_writes_them() -> None:
    given_ = {"f": True, "list": [1, "a"], "none": None, "map": {"b": 1, "a": None}, "text": "a b"}
    assert arguments(given_) == [
        *("-f", "True", "--list", "[1, 'a']", "--map", "a=None,b=1", "--none", ""),
        *("--text", "a b"),
    ]


@given(st.dictionaries(NAMES, st.integers(min_value=0)))
def test_argparse_reads_back_what_was_given(values: dict[str, int]) -> None:
    parser = argparse.ArgumentParser(allow_abbrev=False)
    for name in values:
        parser.add_argument(f"--{name}", dest=name, type=int)
    assert vars(parser.parse_args(arguments(values))) == values

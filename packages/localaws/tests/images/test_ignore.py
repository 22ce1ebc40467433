"""``.dockerignore``."""

from __future__ import annotations

import pytest

from localaws.images.ignore import Ignore


@pytest.mark.parametrize(
    ("rules", "path", "ignored"),
    [
        ("*.pyc", "a.pyc", True),
        ("*.pyc", "b/a.pyc", False),
        ("**/*.pyc", "a.pyc", True),
        ("**/*.pyc", "b/c/a.pyc", True),
        ("data", "data/x/y", True),
        ("/data/", "data", True),
        ("data", "database", False),
        ("# data", "# data", False),
        ("a?c", "abc", True),
        ("[ab].txt", "b.txt", True),
        ("*\n!keep.txt", "keep.txt", False),
        ("*\n!keep", "keep/x", False),
        ("!x\nx", "x", True),
        ("a/**/z", "a/b/c/z", True),
        (".", "a", False),
        ("", "a", False),
    ],
)
def test_the_last_rule_that_matches_a_path_or_its_folder_decides(
    rules: str, path: str, ignored: bool
) -> None:
    assert Ignore(rules).ignores(path) is ignored

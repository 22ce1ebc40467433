"""The words that we gave up are found in file names and in the names that code gives, and nowhere else."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools.words import divided, given_up, identifiers, problems

PAGE = '| not "held out", "place" | test split |\n| not "utils" | what is in it |\n'
WORDS = given_up(PAGE)


def test_the_list_is_the_table_of_the_page() -> None:
    assert WORDS == {
        ("held", "out"): "test split",
        ("place",): "test split",
        ("utils",): "what is in it",
    }


@pytest.mark.parametrize(
    "name", ["held_out", "HeldOut", "HELD_OUT", "heldOut", "held-out", "held out"]
)
def test_a_name_is_divided_in_whatever_way_it_is_spelt(name: str) -> None:
    assert divided(name) == ("held", "out")


def test_abbreviations_are_words_of_their_own() -> None:
    assert divided("AWSPlace2") == ("aws", "place", "2")


@pytest.mark.parametrize(
    "code",
    [
        "def place(): ...",
        "async def f(): place = 1",
        "class Place: ...",
        "lambda place: 1",
        "def f(*, place): ...",
        "self.place = 1",
        "import x as place",
        "from a import b as place",
        "for place in x: ...",
        "with x as (a, place): ...",
        "try: ...\nexcept E as place: ...",
        "match x:\n case [place]: ...",
        "match x:\n case {'a': 1, **place}: ...",
        "match x:\n case [*place]: ...",
        "def f():\n global place\n place = 1",
        "x = (place := 1)",
        "held_out: int = 1",
    ],
)
def test_a_name_that_the_code_gives_is_found(code: str, tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text(code)
    assert list(problems(tmp_path, ["a.py"], WORDS))


@pytest.mark.parametrize(
    "code",
    [
        "from library import place",
        "library.place()",
        "text = 'place'  # place",
        "replace = placement = 1",
        "utils = 1",
        "def test_a_place_is_refused(): ...",
    ],
)
def test_what_others_named_and_what_is_said_in_sentences_is_left_alone(
    code: str, tmp_path: Path
) -> None:
    (tmp_path / "a.py").write_text(code)
    assert not list(problems(tmp_path, ["a.py"], WORDS))


@pytest.mark.parametrize("file", ["place.py", "a/place/b.toml", "test_held_out.py", "utils.py"])
def test_a_file_or_folder_of_such_a_name_is_found(file: str, tmp_path: Path) -> None:
    if file.endswith(".py"):
        (tmp_path / file).write_text("")
    assert list(problems(tmp_path, [file], WORDS))


def test_a_finding_says_where_and_what_to_say_instead(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("\n\nplace = 1\n")
    assert list(problems(tmp_path, ["a.py"], WORDS)) == [
        "a.py:3: 'place' has 'place'; we say test split"
    ]


def test_names_have_lines() -> None:
    assert list(identifiers("a = 1\nb = 2\n")) == [(1, "a"), (2, "b")]

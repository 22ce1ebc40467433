"""What a cell becomes, and that an encoding is the same when it is read again."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from campaign.encoding import Encoding, Feature, NotANumber, load
from campaign.numerals import numeral
from campaign.problems import JobProblem
from hypothesis import given
from hypothesis import strategies as st

FEATURES = st.builds(
    Feature,
    st.text(max_size=5),
    st.text(max_size=5),
    st.sampled_from(["number", "indicator", "categories"]),
    st.lists(st.text(max_size=5), max_size=4).map(tuple),
)


@pytest.mark.parametrize(
    ("text", "written"),
    [("41", "41"), ("041", "41"), ("41.0", "41"), ("+4.10", "4.1"), ("-0", "0"), (".5", "0.5"),
     ("1e3", "1000"), ("93.994", "93.994"), ("1e20", "1e+20")],
)  # fmt: skip
def test_a_number_is_written_in_its_shortest_form(text: str, written: str) -> None:
    assert numeral(text) == written


@pytest.mark.parametrize(
    "text", ["", "forty", "nan", "inf", "-inf", "1_000", "1,5", "0x1f", "1e39", "٤", "4 1"]
)
def test_what_is_no_number_to_xgboost_is_none(text: str) -> None:
    assert numeral(text) is None


@given(st.floats(-3e38, 3e38))
def test_no_number_changes_by_being_written(value: float) -> None:
    written = numeral(repr(value))
    assert written is not None
    assert float(written) == value
    assert numeral(written) == written


def test_a_category_is_one_among_zeros_and_an_unknown_one_is_all_zeros() -> None:
    job = Feature("job", "job", "categories", ("admin.", "student"))
    assert job.names == ["job=admin.", "job=student"]
    assert [job.encode(cell) for cell in ("admin.", "student", "astronaut")] == [
        "1,0",
        "0,1",
        "0,0",
    ]
    assert [job.knows(cell) for cell in ("admin.", "astronaut")] == [True, False]


def test_an_indicator_takes_a_number_however_it_is_written() -> None:
    new = Feature("no_previous_contact", "pdays", "indicator", ("999",))
    assert [new.encode(cell) for cell in ("999", "999.0", "99")] == ["1", "1", "0"]


def test_a_number_that_is_none_is_refused() -> None:
    with pytest.raises(NotANumber):
        Feature("age", "age", "number").encode("forty")


@given(st.lists(FEATURES, max_size=4), st.lists(st.text(max_size=5), max_size=3))
def test_an_encoding_is_the_same_when_it_is_read_again(features: list, dropped: list) -> None:
    import tempfile

    encoding = Encoding(tuple(features), "y", tuple(dropped))
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "encoding.json").write_text(encoding.as_json(), encoding="utf-8")
        assert load(Path(folder)) == encoding


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("{", "it is broken"),
        ("[]", "no file of the format stepline-bank-encoding"),
        ('{"format": "other"}', "no file of the format stepline-bank-encoding"),
        (
            '{"format": "stepline-bank-encoding", "version": 2}',
            "its version is 2, and this program reads 1",
        ),
        ('{"format": "stepline-bank-encoding", "version": 1}', "it is broken"),
    ],
)
def test_a_file_that_is_no_encoding_is_told(tmp_path: Path, content: str, reason: str) -> None:
    (tmp_path / "encoding.json").write_text(content)
    with pytest.raises(JobProblem, match=reason):
        load(tmp_path)


def test_a_folder_without_an_encoding_is_told(tmp_path: Path) -> None:
    with pytest.raises(JobProblem, match="there is no encoding"):
        load(tmp_path)


def test_the_file_says_everything_in_plain_data() -> None:
    encoding = Encoding((Feature("age", "age", "number"),), "y", ("duration",))
    assert json.loads(encoding.as_json()) == {
        "format": "stepline-bank-encoding",
        "version": 1,
        "label": "y",
        "dropped": ["duration"],
        "features": [{"name": "age", "column": "age", "kind": "number", "values": []}],
    }

"""What SageMaker captures of the endpoint is read in every form that it can be asked in.

`captured.jsonl` was captured by the embedded AWS of an endpoint that finds nothing: a text as text/plain, with and
without its charset, as JSON, two as JSON, two as JSON lines and one.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from corpus.tokenizer import Model
from monitoring.captures import Captures, Exchange, Message
from scoring import captured
from scoring.captured import FOUND, LENGTH, SCORE, TYPE, UNKNOWN, prepared, responses, texts

MARIA = "Maria Jensen joined Northwind Robotics in Copenhagen on 3 May 2024."
ONE = {"type": "PERSON", "score": 0.94, "start": 0, "end": 12, "text": "Maria Jensen"}


@pytest.fixture
def exchanges() -> list[Exchange]:
    return list(Captures(Path(__file__).parent).exchanges())


def test_every_form_of_request_gives_its_texts(exchanges: list[Exchange]) -> None:
    assert [texts(each.request) for each in exchanges] == [
        *([MARIA], [MARIA], [MARIA], [MARIA, "東京 is large."]),
        *(["one\u2028two", "Paris"], ["Oslo"]),
    ]


def test_every_response_gives_a_list_for_each_text(exchanges: list[Exchange]) -> None:
    for each in exchanges:
        assert responses(each.response) == [[]] * len(texts(each.request))


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        ({"entities": [ONE]}, "application/json"),
        ([{"entities": [ONE]}], "application/json"),
        ({"entities": [ONE]}, "application/jsonlines"),
    ],
)
def test_entities_are_their_types_and_scores(content: object, kind: str) -> None:
    assert responses(Message(json.dumps(content).encode(), kind)) == [[("PERSON", 0.94)]]


@pytest.mark.parametrize("body", [b"\xff", b"[]", b"1", b'{"else": 1}', b'{"entities": [{}]}'])
def test_what_is_none_of_them_counts_for_nothing(body: bytes) -> None:
    message = Message(body, "application/json")
    assert texts(message) == []
    assert responses(message) == []


def test_nothing_was_captured_of_a_part_that_is_missing() -> None:
    assert (texts(None), responses(None)) == ([], [])


def test_the_columns_are_those_of_the_evaluation(
    exchanges: list[Exchange], tokenizer: Model, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(captured.tokenizer, "from_checkpoint", lambda folder, what: tokenizer)
    said = Message(json.dumps({"entities": [ONE]}).encode(), "application/json")
    found = prepared(tmp_path)([*exchanges, Exchange(None, said, None)])
    assert found.rows == 8  # texts; whoever is not asked for the request counts no row
    assert found.numbers[LENGTH] == [len(MARIA)] * 4 + [12, 7, 5, 4]
    assert len(found.numbers[UNKNOWN]) == 8
    assert found.numbers[FOUND] == [0] * 8 + [1]
    assert found.numbers[SCORE] == [0.94]
    assert found.words[TYPE] == {"PERSON": 1}

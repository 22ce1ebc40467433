"""A response is shown as its kind asks for."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from stepline.request import Request
from stepline.response import WIDEST_ROW, show

ROWS = Request(b"5.1,3.5\r\n6.2,2.9\r\n", "text/csv")


def shown(request: Request, value: object, rows: bool = True) -> str:
    file = io.StringIO()
    show(Console(file=file, color_system=None, width=120), request, value, rows)
    return file.getvalue()


def lines(text: str) -> list[str]:
    return [" ".join(line.split()) for line in text.splitlines()]


def test_each_row_has_its_prediction_beside_it() -> None:
    assert lines(shown(ROWS, "setosa\nvirginica\n", rows=True)) == [
        "5.1,3.5 setosa",
        "6.2,2.9 virginica",
    ]


def test_a_header_has_no_prediction() -> None:
    named = Request(b"length,width\n5.1,3.5\n", "text/csv")
    assert lines(shown(named, "setosa", rows=True)) == ["length,width", "5.1,3.5 setosa"]


def test_predictions_of_awss_own_algorithms_stand_beside_their_rows_too() -> None:
    value = {"predictions": [{"score": 0.0415926, "predicted_label": 0}, {"score": [0.5, 1]}]}
    assert lines(shown(ROWS, value)) == [
        "5.1,3.5 score 0.04159 predicted_label 0",
        "6.2,2.9 score [0.5, 1]",
    ]


def test_a_list_of_numbers_or_words_stands_beside_the_rows() -> None:
    assert lines(shown(ROWS, [147.46203, "virginica"])) == ["5.1,3.5 147.5", "6.2,2.9 virginica"]


def test_predictions_of_another_form_are_shown_as_they_came(
    capsys: pytest.CaptureFixture[str],
) -> None:
    for value in ({"predictions": [1]}, {"predictions": {}}, [["a"]], []):
        assert shown(ROWS, value) == ""
    assert '"predictions": [' in capsys.readouterr().out


def test_a_long_row_leaves_room_for_its_prediction() -> None:
    (line,) = lines(shown(Request(b"1," * 90, "text/csv"), "0.25", rows=True))
    row, prediction = line.split()
    assert (len(row), prediction) == (WIDEST_ROW, "0.25")


def test_a_pipe_gets_the_response_as_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    assert shown(ROWS, "setosa\nvirginica\n", rows=False) == ""
    assert capsys.readouterr().out == "setosa\nvirginica\n"


def test_json_is_indented(capsys: pytest.CaptureFixture[str]) -> None:
    shown(Request(b"{}", "application/json"), {"score": 0.5}, rows=True)
    assert capsys.readouterr().out == '{\n  "score": 0.5\n}\n'


def test_entities_are_shown_in_place() -> None:
    entity = {"type": "PERSON", "start": 0, "end": 3, "score": 0.98}
    asked = Request(b"Ada met Bo.", "text/plain")
    assert shown(asked, {"entities": [entity]}) == "Ada[PERSON 0.98] met Bo.\n"
    assert shown(asked, {"entities": []}) == "Ada met Bo.\n(no entities found)\n"

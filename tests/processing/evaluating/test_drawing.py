"""Where things are drawn."""

from __future__ import annotations

from evaluating import drawing

ONE = {"value": 0.5, "low": 0.4, "high": 0.6}


def test_a_model_alone_is_drawn_on_its_names_line_and_two_above_and_below_it() -> None:
    alone = drawing.intervals([("f1", [ONE, None])], "")
    both = drawing.intervals([("f1", [ONE, ONE])], "")
    assert 'cy="21.0"' in alone
    assert 'cy="16.0"' in both
    assert 'cy="26.0"' in both

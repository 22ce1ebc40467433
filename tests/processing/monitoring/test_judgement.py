"""Traffic like the baseline is steady, other traffic has drifted, little traffic says nothing."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from monitoring import baseline
from monitoring.columns import Columns
from monitoring.judgement import DRIFTED, STEADY, TOO_LITTLE, Limits, judge, sentence

LIMITS = Limits(stability=0.2, distance=0.2, rows=100)


def columns(rows: int, seed: int, shift: float = 0.0, yes: float = 0.3) -> Columns:
    random = np.random.RandomState(seed)
    found = Columns(rows=rows)
    for number, share in zip(random.normal(shift, 1, rows), random.uniform(size=rows)):
        found.number("length", number)
        found.cell("prediction", "yes" if share < yes else "no")
    return found


def verdict(seen: Columns, folder: Path, rows: int = 60) -> str:
    baseline.write(folder, columns(rows, 1))
    _, known = baseline.read(folder)
    found, compared = judge(seen, known, LIMITS)
    assert sentence(found, seen, compared, LIMITS)
    return found


@pytest.mark.parametrize("seed", range(2, 22))
def test_ordinary_traffic_is_steady_however_small_the_baseline(tmp_path: Path, seed: int) -> None:
    assert verdict(columns(150, seed), tmp_path) == STEADY


@pytest.mark.parametrize("seed", range(2, 7))
def test_traffic_that_has_moved_has_drifted(tmp_path: Path, seed: int) -> None:
    assert verdict(columns(150, seed, shift=2), tmp_path) == DRIFTED


def test_a_small_shift_is_steady_though_it_is_more_than_chance(tmp_path: Path) -> None:
    """Of many rows chance makes little; the limits say what matters."""
    assert verdict(columns(5_000, 2, shift=0.25), tmp_path, rows=5_000) == STEADY


def test_another_rate_of_predictions_has_drifted(tmp_path: Path) -> None:
    assert verdict(columns(300, 3, yes=0.9), tmp_path) == DRIFTED


def test_what_was_never_answered_before_has_drifted(tmp_path: Path) -> None:
    seen = columns(200, 3)
    seen.words["prediction"] = type(seen.words["prediction"])({"maybe": 200})
    assert verdict(seen, tmp_path) == DRIFTED


def test_little_traffic_says_so(tmp_path: Path) -> None:
    assert verdict(columns(99, 3, shift=9), tmp_path) == TOO_LITTLE
    assert verdict(Columns(), tmp_path) == TOO_LITTLE


def test_the_sentence_names_the_column_and_the_number(tmp_path: Path) -> None:
    baseline.write(tmp_path, columns(500, 1))
    seen = columns(500, 2, shift=3)
    found, compared = judge(seen, baseline.read(tmp_path)[1], LIMITS)
    told = sentence(found, seen, compared, LIMITS)
    assert told.startswith(
        "Of 500 rows 1 of 2 columns have drifted: length with a stability index of "
    )
    assert "(limit 0.2)" in told


CELLS = st.one_of(st.floats(allow_nan=True), st.integers(), st.text(max_size=4), st.none())


@settings(max_examples=60)
@given(st.lists(CELLS, max_size=80), st.lists(CELLS, max_size=80))
def test_any_columns_can_be_compared_and_written(
    tmp_path_factory: pytest.TempPathFactory, before: list[object], now: list[object]
) -> None:
    folder = tmp_path_factory.mktemp("baseline")
    old, new = Columns(rows=len(before)), Columns(rows=len(now))
    for found, cells in ((old, before), (new, now)):
        for cell in cells:
            found.cell("a", cell)
    baseline.write(folder, old)
    _, known = baseline.read(folder)
    _, compared = judge(new, known, LIMITS)
    for one in compared:
        json.dumps(one.as_dict(), allow_nan=False) if old.rows else None
        assert sum(one.observed) == len(now)
        assert len(one.cells) == len(one.observed) == len(one.expected)


def test_what_a_model_has_read_in_half_the_digits_is_the_same(tmp_path: Path) -> None:
    random = np.random.RandomState(5)
    old, new = Columns(rows=300), Columns(rows=300)
    for number in random.randint(0, 9, 300):
        old.number("few", float(np.float32(number / 10)))
    for number in random.randint(0, 9, 300):
        new.cell("few", f"{number / 10}")
    baseline.write(tmp_path, old)
    found, _ = judge(new, baseline.read(tmp_path)[1], LIMITS)
    assert found == STEADY


CELLS = '"edges": [0.5], "quantiles": [0.5]'


@pytest.mark.parametrize(
    "text",
    [
        *("", "[]", "null", '{"version": 2}', "[" * 100_000),
        '{"version": 1, "rows": 5, "columns": []}',
        *(
            f'{{"version": 1, "rows": 5, "columns": {{"a": {{{column}}}}}}}'
            for column in (
                f'"rows": 5, "counts": [5], {CELLS}',
                f'"rows": 0, "counts": [0, 0, 0], {CELLS}',
                f'"rows": 5, "counts": [6, -1, 0], {CELLS}',
                '"rows": 5, "counts": [5, 0, 0], "edges": [NaN], "quantiles": [0.5]',
                '"rows": 5, "counts": [], "names": []',
                '"rows": 5, "counts": [NaN], "names": []',
                f'"rows": 5, "counts": [1{"0" * 30}, 0], "names": ["x"]',
            )
        ),
    ],
)
def test_what_somebody_has_made_of_a_baseline_is_none(tmp_path: Path, text: str) -> None:
    (tmp_path / baseline.FILE).write_text(text)
    with pytest.raises(baseline.NoBaseline):
        baseline.read(tmp_path)

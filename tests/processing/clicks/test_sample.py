"""The sample that ships is made by its recipe."""

from __future__ import annotations

from pathlib import Path

import recipe
from conftest import SAMPLE


def test_the_recipe_makes_it_again_byte_for_byte(tmp_path: Path) -> None:
    recipe.write_sample(tmp_path)
    for name in ("clicks.csv", "payload.csv"):
        assert (tmp_path / name).read_bytes() == (SAMPLE / name).read_bytes()


def test_its_last_rows_show_ads_that_the_first_do_not() -> None:
    lines = (SAMPLE / "clicks.csv").read_text().splitlines()[1:]
    shown = [line.split(",")[-2] for line in lines]
    assert set(shown[6800:]) - set(shown[:5600])

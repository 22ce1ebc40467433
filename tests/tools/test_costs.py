"""The page of costs is what its tables say, and a table of one's own is read or refused in a sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines import catalog
from tools.costs.__main__ import PAGE, written
from tools.costs.bill import bill
from tools.costs.page import dollars
from tools.costs.tables import PRICES, TableError, assumptions, prices


def test_the_page_is_as_the_tables_and_the_pipelines_say() -> None:
    assert PAGE.read_text(encoding="utf-8") == written(), "python -m tools.costs --write"


def test_a_run_is_minutes_of_machines_and_a_month_is_runs_and_an_endpoint() -> None:
    found = bill(catalog.load("bank"), "us-east-1", prices(), assumptions())
    lines = {line.what: line.usd for line in found.run}
    assert set(lines) == {"processing", "training", "evaluation", "state machine", "logs"}
    machine = catalog.load("bank").training.fleet.instance_type
    (hourly,) = (price.usd for price in prices() if price.item == machine)
    assert lines["training"] == pytest.approx(hourly * 3 / 60, rel=0.15)
    month = {line.what: line.usd for line in found.month}
    assert month["runs"] == pytest.approx(30 * found.of_a_run)
    assert month["endpoint"] > month["runs"]
    assert month["alarms"] + month["dashboard"] > 0


def test_prices_of_ones_own_count(tmp_path: Path) -> None:
    mine = tmp_path / "mine.csv"
    mine.write_text(PRICES.read_text(encoding="utf-8").replace("us-east-1", "eu-west-1"))
    assert "in eu-west-1, on demand" in written(prices=mine, region="eu-west-1")
    dearer = PRICES.read_text(encoding="utf-8") + "us-east-1,ml.m5.large,training,hour,100,,,\n"
    mine.write_text("\ufeff" + dearer, encoding="utf-8")
    found = bill(catalog.load("iris"), "us-east-1", prices(mine), assumptions())
    assert found.of_a_run > 3


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("region,item\n", "has no column part, unit, usd, date, sure, source"),
        (
            "region,item,part,unit,usd,date,sure,source\nus-east-1,s3,any,GB,dear,,,\n",
            r"line 2: usd is a number from 0 on, not 'dear'",
        ),
        ("region,item,part,unit,usd,date,sure,source\n", "no row for .* in us-east-1"),
    ],
)
def test_a_table_that_does_not_do_is_refused(tmp_path: Path, content: str, sentence: str) -> None:
    mine = tmp_path / "mine.csv"
    mine.write_text(content)
    with pytest.raises(TableError, match=sentence):
        written(prices=mine)
    with pytest.raises(TableError, match="cannot be read"):
        written(prices=tmp_path / "nowhere.csv")


@pytest.mark.parametrize(
    ("usd", "said"), [(0, "0.00"), (0.0001, "< 0.001"), (0.004, "0.004"), (1.239, "1.24")]
)
def test_dollars_are_said_as_far_as_they_matter(usd: float, said: str) -> None:
    assert dollars(usd) == said

"""The prices that a definition carries: those of its region and its kind of job, and no others."""

from pathlib import Path

import pytest

from pipelines.prices import TABLE, prices

HEAD = "region,item,part,unit,usd,date,sure,source\n"


def test_the_projects_table_has_the_machines_that_its_pipelines_run_on() -> None:
    found = prices("us-east-1", "training")
    assert found.hourly["ml.m5.large"] > 0
    assert found.volume
    assert found.looked_up


def test_another_region_has_none_and_nothing_stands_in_for_them() -> None:
    found = prices("eu-west-1", "training")
    assert (dict(found.hourly), found.volume, found.looked_up) == ({}, None, None)


@pytest.mark.parametrize("rows", [(0, 1), (1, 0)])
def test_a_price_of_the_kind_counts_more_than_one_of_any(
    tmp_path: Path, rows: tuple[int, ...]
) -> None:
    both = ("r,ml.m5.large,,hour,1,,,\n", "r,ml.m5.large,training,hour,2,,,\n")
    table = tmp_path / "prices.csv"
    table.write_text(HEAD + "".join(both[n] for n in rows))
    assert prices("r", "training", table).hourly == {"ml.m5.large": 2}
    assert prices("r", "processing", table).hourly == {"ml.m5.large": 1}


def test_the_table_is_shipped() -> None:
    assert TABLE.is_file()

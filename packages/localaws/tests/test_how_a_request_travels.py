"""The page that names the stops of a request names modules that there are, each in one line."""

from __future__ import annotations

import re
from pathlib import Path

import localaws

PAGE = Path(__file__).parent.parent / "docs/explanation/how-a-request-travels.md"
SOURCE = Path(localaws.__file__).parent
ROW = re.compile(r"\| `([a-z_/]+\.py)` \| .+ \|")


def test_every_module_that_the_page_names_exists() -> None:
    named = re.findall(r"`([a-z_/]+\.py)`", PAGE.read_text())
    assert [name for name in named if not (SOURCE / name).is_file()] == []


def test_every_stop_has_one_line_and_no_stop_is_twice_on_a_way() -> None:
    ways = PAGE.read_text().split("\n## ")[1:5]
    stops = [ROW.findall(way) for way in ways]
    rows = [way.count("\n| `") for way in ways]
    assert [len(each) for each in stops] == rows
    assert [len(set(each)) for each in stops] == rows
    assert min(rows) > 0


def test_every_service_of_the_table_is_reached_by_a_stop() -> None:
    table = (SOURCE / "server/services.py").read_text()
    page = PAGE.read_text()
    modules = {
        "CloudWatch": "server/cloudwatch.py",
        "OwnService": "server/own_service.py",
        "Invocations": "hosting/http.py",
    }
    made = set(re.findall(r'"[a-z-]+": (\w+)\(', table))
    assert made == set(modules)
    assert all(f"`{module}`" in page for module in modules.values())

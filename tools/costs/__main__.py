"""`python -m tools.costs`: prints what each pipeline costs; `--write` writes docs/reference/costs.md."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from pipelines import catalog
from tools.costs import tables
from tools.costs.bill import bill
from tools.costs.page import page

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "costs.md"
REGION = "us-east-1"


def written(
    prices: Path = tables.PRICES, assumptions: Path = tables.ASSUMPTIONS, region: str = REGION
) -> str:
    """The page. Raises TableError."""
    costs, assumed = tables.prices(prices), tables.assumptions(assumptions)
    bills = [bill(catalog.load(name), region, costs, assumed) for name in catalog.names()]
    return page(bills, region, costs, assumed)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tools.costs", description=__doc__)
    parser.add_argument("--prices", type=Path, default=tables.PRICES, help="a table of your own")
    parser.add_argument("--assumptions", type=Path, default=tables.ASSUMPTIONS)
    parser.add_argument("--region", default=REGION)
    parser.add_argument("--write", action="store_true", help="write the page instead")
    given = parser.parse_args()
    try:
        text = written(given.prices, given.assumptions, given.region)
    except tables.TableError as error:
        sys.exit(str(error))
    if given.write:
        PAGE.write_text(text, encoding="utf-8")
    else:
        print(text, end="")


if __name__ == "__main__":
    main()

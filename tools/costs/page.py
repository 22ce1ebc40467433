"""The page docs/reference/costs.md, written from the bills and the tables that they were made with."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tools.costs.bill import Bill, Line
from tools.costs.tables import ANY, Assumption, Price

_INTRODUCTION = """# What it costs

Dollars for one run and for a month of each pipeline as it is deployed by default, in {region}, on demand, before
taxes, discounts and free tiers; prices as of {date}. **The endpoint is nearly all of it**: it costs by the
hour whether it is asked or not. `stepline destroy` takes it down, the next execution makes it again.

This page is written by `python -m tools.costs --write` from two tables, which you can replace by your own, with
the same columns: your region's prices, your data's minutes.

```sh
python -m tools.costs --prices my-prices.csv --assumptions my-minutes.csv --region eu-west-1
```
"""
_SURE = """
A price that is not sure was not read from AWS's own page but from what others published of it: compare it with
[AWS's page](https://aws.amazon.com/sagemaker/ai/pricing/) before you rely on it.
"""


def page(
    bills: Sequence[Bill],
    region: str,
    prices: Sequence[Price],
    assumptions: Sequence[Assumption],
) -> str:
    """The whole page, in Markdown."""
    parts = [
        _INTRODUCTION.format(
            region=region,
            date=max((p.date for p in prices if p.region == region), default="no date"),
        ),
        _table(("pipeline", "a run", "a month"), _summary(bills), ":--|--:|--:"),
        *(_of_one(bill) for bill in bills),
        "## Assumptions\n",
        _table(
            ("pipeline", "what", "how much", "because"),
            (
                (
                    a.pipeline if a.pipeline != ANY else "every",
                    a.what,
                    f"{a.amount:g} {a.unit}",
                    a.why,
                )
                for a in assumptions
            ),
        ),
        "## Prices\n",
        _table(
            ("item", "USD", "for one", "looked up", "sure", "from"),
            (
                (
                    p.item if p.part == ANY else f"{p.item} ({p.part})",
                    f"{p.usd:.6f}".rstrip("0").rstrip("."),
                    p.unit,
                    p.date,
                    "yes" if p.sure else "no",
                    p.source,
                )
                for p in prices
                if p.region == region
            ),
        ),
        _SURE.lstrip("\n"),
    ]
    return "\n".join(parts)


def _summary(bills: Sequence[Bill]) -> Iterator[Sequence[str]]:
    for bill in bills:
        yield f"`{bill.pipeline}`", dollars(bill.of_a_run), dollars(bill.of_a_month)


def _of_one(bill: Bill) -> str:
    lines = [
        *_rows("a run", bill.run, bill.of_a_run),
        *_rows("a month", bill.month, bill.of_a_month),
    ]
    table = _table(("", "what", "how much", "USD"), lines, "---|---|---|--:")
    return f"## {bill.pipeline}\n\n{table}"


def _rows(title: str, lines: Sequence[Line], total: float) -> Iterator[Sequence[str]]:
    for number, line in enumerate(lines):
        yield "" if number else title, line.what, line.how_much, dollars(line.usd)
    yield "", "**together**", "", f"**{dollars(total)}**"


def _table(
    heads: Sequence[str], rows: Iterator[Sequence[str]] | list[Sequence[str]], rule: str = ""
) -> str:
    ruler = rule or "|".join("---" for _ in heads)
    body = "".join(f"| {' | '.join(row)} |\n" for row in rows)
    return f"| {' | '.join(heads)} |\n|{ruler}|\n{body}"


def dollars(usd: float) -> str:
    """To the cent, and below a cent to the tenth of one."""
    return (
        f"{usd:.2f}" if usd >= 0.01 or usd == 0 else ("< 0.001" if usd < 0.0005 else f"{usd:.3f}")
    )

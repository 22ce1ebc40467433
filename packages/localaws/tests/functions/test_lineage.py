"""The chain of invocations that a trace header tells of."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from localaws.functions.lineage import MOST, link

ONE = "arn:aws:lambda:eu-west-1:000000000000:function:one"
TWO = "arn:aws:lambda:eu-west-1:000000000000:function:two"


def test_a_chain_begins_where_no_header_tells_of_one() -> None:
    first = link("", ONE, 1_700_000_000)
    assert first.before == 0
    assert re.fullmatch(
        r"Root=1-6553f100-[0-9a-f]{24};Parent=[0-9a-f]{16};Sampled=0;Lineage=1:[0-9a-f]{8}:0",
        first.trace,
    )


def test_each_function_is_counted_for_itself() -> None:
    trace, seen = "", []
    for arn in (ONE, TWO, ONE, ONE, TWO):
        found = link(trace, arn, 0)
        trace = found.trace
        seen.append(found.before)
    assert seen == [0, 0, 1, 2, 1]


def test_the_trace_stays_the_same_along_the_chain() -> None:
    given_header = "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1"
    trace = link(given_header, ONE, 0).trace
    assert trace.startswith("Root=1-5759e988-bd862e3fe1be46a994272793;Parent=")
    assert ";Sampled=1;" in trace
    assert "53995c3f42cd8ad8" not in trace


def test_what_lambda_itself_writes_is_understood() -> None:
    own = re.search(r"1:([0-9a-f]{8}):0", link("", ONE, 0).trace)
    assert own is not None
    assert link(f"Root=1-5-a;Lineage=a87bd80c:1|{own[1]}:5|c512fbe3:2", ONE, 0).before == 6


def test_a_long_chain_of_other_functions_keeps_its_header_short() -> None:
    trace = ""
    for number in range(100):
        trace = link(trace, f"{ONE}{number}", 0).trace
    assert len(trace) < 600


def test_the_function_that_was_invoked_last_is_remembered_longest() -> None:
    trace = link("", ONE, 0).trace
    for number in range(100):
        trace = link(trace, f"{ONE}{number}", 0).trace
        found = link(trace, ONE, 0)
        trace = found.trace
    assert found.before == 100


def test_a_function_among_a_few_is_found_however_often() -> None:
    trace = ""
    for _ in range(MOST + 1):
        found = link(trace, ONE, 0)
        trace = link(found.trace, TWO, 0).trace
    assert found.before == MOST


@given(st.text())
def test_any_header_begins_a_chain_at_worst(header: str) -> None:
    found = link(header, ONE, 0)
    assert found.trace.isascii()
    assert "\n" not in found.trace
    assert link(found.trace, ONE, 0).before == found.before + 1

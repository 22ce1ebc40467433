"""It runs to its end, whatever is missing."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator

import pytest
from botocore.exceptions import ConnectTimeoutError

from stepline.doctor.case import Case, NotKnown
from stepline.doctor.examine import Check, examine
from stepline.doctor.finding import Finding, State, ok
from stepline.errors import UserError
from tests.stepline.clients import refusal

CASE = Case("ner", "dev")


def fails(error: BaseException) -> Callable[[Case], Iterator[Finding]]:
    def run(_: Case) -> Iterator[Finding]:
        yield ok("first", "lost with the rest, as half a check is none")
        raise error

    return run


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (NotKnown("it takes the template"), "it takes the template"),
        (UserError("Two\nlines."), "Two lines"),
        (
            refusal("AccessDenied", "You may not."),
            "Operation was refused (AccessDenied: You may not)",
        ),
        (ConnectTimeoutError(endpoint_url="https://x"), 'timeout on endpoint URL: "https://x"'),
        (KeyError("Stacks"), "it failed: KeyError: 'Stacks'"),
    ],
)
def test_what_fails_was_not_checked_and_the_next_one_is(error: Exception, said: str) -> None:
    after = Check("after", lambda _: iter([ok("after", "fine")]))
    failed, fine = examine(CASE, (Check("broken", fails(error)), after))
    assert (failed.check, failed.state) == ("broken", State.NOT_CHECKED)
    assert said in failed.found
    assert fine.state is State.OK


def test_a_check_that_hangs_is_ended() -> None:
    def hang(_: Case) -> Iterator[Finding]:
        with contextlib.suppress(Exception):  # as libraries do that try again
            time.sleep(60)
        time.sleep(60)
        yield ok("never", "")

    (found,) = examine(CASE, (Check("slow", hang, 0.1),))
    assert (found.state, found.found) == (State.NOT_CHECKED, "it took longer than 0 s")


def test_what_nobody_found_out_is_not_asked_for() -> None:
    for asked in (CASE.who, CASE.made, lambda: CASE.client("s3")):
        with pytest.raises(NotKnown):
            asked()

"""Only a problem makes a deployment fail."""

from __future__ import annotations

from stepline.doctor.finding import not_checked, ok, problem, warning, would_fail


def test_a_warning_and_what_was_not_checked_let_it_pass() -> None:
    fine = [ok("a", "b"), warning("a", "b"), not_checked("a", "b")]
    assert not would_fail(fine)
    assert would_fail([*fine, problem("a", "b", "c")])

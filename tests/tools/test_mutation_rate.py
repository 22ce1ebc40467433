"""The share of mutants that the tests noticed, over all of mutmut's runs."""

from __future__ import annotations

from tools.mutation_rate import rate


def test_what_no_test_noticed_counts_against_the_rate() -> None:
    runs = [{"killed": 6, "survived": 1, "no_tests": 1, "total": 8}, {"killed": 1, "timeout": 1}]
    assert rate(runs).startswith("8 of 10 mutants were noticed by a test: 80.0%.")


def test_no_mutants_are_no_rate() -> None:
    assert rate([]) == "No mutants were made."

"""Findings fit into 80 columns, but for commands, which can be copied whole."""

from __future__ import annotations

from stepline.doctor.finding import not_checked, ok, problem, warning
from stepline.doctor.page import document, lines, summary

LONG = "words of a sentence " * 12
COMMAND = (
    "aws service-quotas request-service-quota-increase --service-code sagemaker --quota-code L-1"
)


def test_a_finding_is_a_line() -> None:
    assert list(lines(ok("Node", "24.19.0"), 80)) == ["ok           Node            24.19.0"]


def test_what_does_not_fit_goes_on_below_itself() -> None:
    made = list(lines(problem("quota", LONG, LONG, COMMAND), 80))
    assert all(len(line) <= 80 for line in made[:-1])
    assert made[-1].strip() == COMMAND
    assert made[1][:29].isspace()
    assert not made[1][29].isspace()


def test_several_commands_are_several_lines() -> None:
    assert [line.strip() for line in lines(warning("a", "b", mend="one\ntwo"), 80)][1:] == [
        "one",
        "two",
    ]


def test_the_end_counts_what_stands_in_the_way() -> None:
    assert summary([ok("a", "b")]) == "Nothing stands in the way."
    found = [
        problem("a", "b", "c"),
        problem("a", "b", "c"),
        warning("a", "b"),
        not_checked("a", "b"),
    ]
    assert summary(found) == "2 problems, 1 warning, 1 not checked"


def test_the_object_has_all_of_it() -> None:
    made = document("ner", "dev", [problem("quota", "0", "1", COMMAND)])
    assert made["ok"] is False
    assert made["findings"] == [
        {"check": "quota", "state": "problem", "found": "0", "expected": "1", "mend": COMMAND}
    ]

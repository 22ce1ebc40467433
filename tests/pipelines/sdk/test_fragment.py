"""Several states that stand in a chain as one."""

from pipelines.sdk.fragment import Fragment, in_a_row
from pipelines.sdk.states import Choice, Pass
from pipelines.sdk.upstream import Graph, Succeed


def _fork() -> Fragment:
    left, right = Pass("Left", "1", ""), Pass("Right", "2", "")
    choice = Choice("Which?", "").when("$a", left).otherwise(right)
    return Fragment(choice, [left, right])


def test_what_follows_a_fragment_follows_each_of_its_exits() -> None:
    states = Graph(in_a_row(_fork(), Succeed("Done"))).to_dict()
    assert states["StartAt"] == "Which?"
    assert {states["States"][side]["Next"] for side in ("Left", "Right")} == {"Done"}


def test_what_comes_before_a_fragment_leads_to_its_entry() -> None:
    states = Graph(in_a_row(Pass("First", "0", ""), _fork(), Succeed("Done"))).to_dict()
    assert states["States"]["First"]["Next"] == "Which?"


def test_a_part_that_is_not_needed_is_passed_over() -> None:
    states = Graph(in_a_row(Pass("First", "0", ""), None, Succeed("Done"))).to_dict()
    assert states["States"]["First"]["Next"] == "Done"

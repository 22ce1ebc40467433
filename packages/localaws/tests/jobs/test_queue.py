"""Who may run: first come, first served, never more than there are slots, all hosts together."""

from __future__ import annotations

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from localaws.jobs.queue import Queue, Standing


class Line(RuleBasedStateMachine):
    """Jobs that come, go and give up in any order, next to what ought to be."""

    def __init__(self) -> None:
        super().__init__()
        self.slots = 1
        self.queue = Queue(1)
        self.hosts: list[int] = []  # by number of the job, which is the order of coming
        self.begun: list[int] = []  # in the order of admission
        self.gone: set[int] = set()  # withdrawn before they began

    @precondition(lambda self: not self.hosts)
    @rule(slots=st.integers(1, 5))
    def open(self, slots: int) -> None:
        self.slots, self.queue = slots, Queue(slots)

    @rule(hosts=st.integers(1, 8))
    def come(self, hosts: int) -> None:
        job = len(self.hosts)
        self.hosts.append(hosts)
        if self.queue.ask(job, hosts):
            self.begun.append(job)

    @precondition(lambda self: self.queue.running)
    @rule(data=st.data())
    def end(self, data: st.DataObject) -> None:
        job = data.draw(st.sampled_from(self.queue.running))
        self.begun += self.queue.leave(job)

    @precondition(lambda self: self.queue.waiting)
    @rule(data=st.data())
    def give_up(self, data: st.DataObject) -> None:
        job = data.draw(st.sampled_from(self.queue.waiting))
        waited, admitted = self.queue.withdraw(job)
        assert waited
        self.gone.add(job)
        self.begun += admitted

    @invariant()
    def never_above_the_bound_but_for_one_that_is_alone(self) -> None:
        assert self.queue.taken == sum(self.hosts[job] for job in self.queue.running)
        assert self.queue.taken <= self.slots or len(self.queue.running) == 1

    @invariant()
    def in_the_order_of_coming(self) -> None:
        assert self.begun == sorted(self.begun)
        known = {*self.begun, *self.queue.waiting, *self.gone}
        assert known == set(range(len(self.hosts)))
        assert all(job > max(self.begun, default=-1) for job in self.queue.waiting)

    @invariant()
    def nobody_waits_for_nothing(self) -> None:
        if self.queue.waiting:
            first = self.queue.waiting[0]
            assert self.queue.running
            assert self.queue.taken + self.hosts[first] > self.slots


TestLine = Line.TestCase
TestLine.settings = settings(max_examples=50, stateful_step_count=30)


def test_a_large_job_is_not_overtaken_by_small_ones() -> None:
    queue = Queue(2)
    assert queue.ask("first", 1)
    assert not queue.ask("large", 2)
    assert not queue.ask("small", 1)
    assert queue.leave("first") == ["large"]
    assert queue.leave("large") == ["small"]


def test_what_the_last_in_line_is_told() -> None:
    queue = Queue(3)
    for job, hosts in (("a", 2), ("b", 2), ("c", 1)):
        queue.ask(job, hosts)
    assert queue.standing() == Standing(slots=3, taken=2, ahead=1)


def test_no_place_at_all_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="at least one"):
        Queue(0)


def test_to_ask_twice_is_a_mistake() -> None:
    queue = Queue(1)
    queue.ask("a", 1)
    with pytest.raises(ValueError, match="asked already"):
        queue.ask("a", 1)

from __future__ import annotations

import json
from dataclasses import replace

from localaws.alarms import children
from localaws.alarms.alarm import State
from localaws.alarms.book import Book
from localaws.alarms.composite import CompositeAlarm
from localaws.alarms.state_change import StateChange

from .made import alarm, at

NOW = at("2022-07-22 15:57:45.394")


def book_and_changes() -> tuple[Book, list[StateChange]]:
    changes: list[StateChange] = []
    return Book(changes.append), changes


def test_a_new_alarm_has_insufficient_data() -> None:
    book, _ = book_and_changes()
    assert book.put(alarm())
    record = book.state("bell")
    assert record
    assert (record.state, record.reason) == (
        State.INSUFFICIENT_DATA,
        "Unchecked: Initial alarm creation",
    )


def test_a_state_is_entered_once() -> None:
    book, changes = book_and_changes()
    bell = alarm()
    book.put(bell)
    for _ in range(2):
        book.enter(bell, State.ALARM, "Because.", None, NOW)
    assert [change.new.state for change in changes] == [State.ALARM]
    assert [item.summary for item in book.history()] == [
        "Alarm updated from INSUFFICIENT_DATA to ALARM"
    ]


def test_an_update_leaves_the_state_and_what_was_replaced_enters_none() -> None:
    book, changes = book_and_changes()
    old, new = alarm(), alarm(value=7)
    book.put(old)
    book.enter(old, State.ALARM, "Because.", None, NOW)
    assert not book.put(new)
    book.enter(old, State.OK, "Late.", None, NOW)
    record = book.state(new.arn)
    assert record
    assert record.state is State.ALARM
    assert len(changes) == 1


def test_one_that_was_deleted_enters_no_state() -> None:
    book, changes = book_and_changes()
    bell = alarm()
    book.put(bell)
    book.delete("bell")
    book.enter(bell, State.ALARM, "Because.", None, NOW)
    assert (changes, book.get("bell"), book.alarms()) == ([], None, [])


def test_composite_alarms_follow_their_children() -> None:
    book = Book(lambda change: children.follow(book, change))
    bell = alarm()
    arn = bell.arn.replace("bell", "all")
    both = CompositeAlarm("all", arn, bell.account, bell.region, 'ALARM(bell) AND ALARM("gong")')
    gong = replace(bell, name="gong", arn=bell.arn.replace("bell", "gong"))
    for each in (bell, gong, both):
        book.put(each)
    book.enter(bell, State.ALARM, "Because.", None, NOW)
    assert (record := book.state("all"))
    assert record.state is State.OK
    book.enter(gong, State.ALARM, "Because.", None, NOW)
    assert (record := book.state("all"))
    assert (record.state, record.reason) == (
        State.ALARM,
        f"{gong.arn} transitioned to ALARM at Friday 22 July, 2022 15:57:45 UTC",
    )
    assert record.data
    assert json.loads(record.data)["triggeringAlarms"] == [
        {
            "arn": gong.arn,
            "state": {"value": "ALARM", "timestamp": "2022-07-22T15:57:45.394+0000"},
        }
    ]

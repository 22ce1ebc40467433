"""Working ahead changes neither the items nor what goes wrong."""

import threading
from collections.abc import Iterator

import pytest
from corpus.ahead import ahead


def test_the_items_are_the_same() -> None:
    assert list(ahead(iter(range(1, 6)))) == [1, 2, 3, 4, 5]
    assert list(ahead(iter([]))) == []


def test_the_next_item_is_made_while_one_is_used() -> None:
    made = threading.Event()

    def items() -> Iterator[str]:
        yield "used"
        made.set()
        yield "next"

    coming = ahead(items())
    assert next(coming) == "used"
    assert made.wait(30)
    assert next(coming) == "next"


def test_a_failure_comes_after_the_items_before_it() -> None:
    def items() -> Iterator[str]:
        yield "good"
        raise OSError("broken")

    coming = ahead(items())
    assert next(coming) == "good"
    with pytest.raises(OSError, match="broken"):
        next(coming)


def test_leaving_early_ends_the_thread() -> None:
    coming = ahead(iter(range(1, 1000)))
    next(coming)
    coming.close()  # type: ignore[attr-defined]
    assert not [t for t in threading.enumerate() if t.name.startswith("ahead")]

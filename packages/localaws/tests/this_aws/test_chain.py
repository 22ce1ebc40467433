"""Which chain of requests something belongs to."""

from __future__ import annotations

import threading

from localaws.this_aws import chain


def test_what_is_done_within_belongs_to_it() -> None:
    with chain.belonging_to("Root=1"):
        assert chain.current() == "Root=1"
        with chain.belonging_to("Root=2"):
            assert chain.current() == "Root=2"
        assert chain.current() == "Root=1"
    assert chain.current() == ""


def test_a_request_without_a_header_leaves_it_as_it_is() -> None:
    with chain.belonging_to("Root=1"), chain.belonging_to(""):
        assert chain.current() == "Root=1"


def test_another_thread_has_its_own() -> None:
    seen: list[str] = []
    with chain.belonging_to("Root=1"):
        thread = threading.Thread(target=lambda: seen.append(chain.current()))
        thread.start()
        thread.join()
    assert seen == [""]

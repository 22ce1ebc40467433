"""Which of the services that one name signs for is asked."""

from __future__ import annotations

import pytest

from localaws.protocols.wire import Wire
from localaws.server.entrance.identity import NoOperation, identified

FORM = {"content-type": "application/x-www-form-urlencoded"}


def asked(method: str, path: str, query: str = "", body: bytes = b"") -> tuple[str, str]:
    found = identified(Wire(method, path, query, FORM if body else {}, body), "ses")
    return found.service, found.operation.name


def test_a_form_at_the_root_is_of_the_service_that_has_forms() -> None:
    assert asked("POST", "/", body=b"Action=ListIdentities&Version=2010-12-01") == (
        "ses",
        "ListIdentities",
    )


@pytest.mark.parametrize("query", ["", "Action=ListIdentities", "&Action=9"])
def test_a_path_is_of_the_service_that_has_paths_whatever_its_query(query: str) -> None:
    assert asked("GET", "/v2/email/templates", query) == ("sesv2", "ListEmailTemplates")


def test_a_form_at_a_path_that_nobody_has_is_of_the_service_that_has_forms() -> None:
    assert asked("POST", "//", body=b"Action=ListIdentities") == ("ses", "ListIdentities")


def test_a_path_that_nobody_has_is_refused() -> None:
    with pytest.raises(NoOperation):
        asked("GET", "/v2/nothing")

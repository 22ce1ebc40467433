"""Objects below an S3 address, page by page: what counts, and what a listing that is too long says."""

from typing import Any

import pytest

from localaws.stepfunctions.evaluation import jsonata
from pipelines.workflow.listing import KEYS_A_PAGE, MOST_OBJECTS, MOST_PAGES

LONGEST_STATE = 256 * 1024
URI = "s3://a-bucket/data/"


@pytest.fixture(scope="module")
def states(definitions: Any) -> Any:
    return definitions["tree"]["States"]


def value(text: str, given: dict[str, Any], result: Any = None) -> Any:
    return jsonata.value(text[3:-3], {"states": {"input": given, "result": result}})


def page(*keys: str, token: str | None = None) -> dict[str, Any]:
    contents = [{"Key": key, "ETag": f'"{key}"', "Size": 10} for key in keys]
    following = {"NextContinuationToken": token} if token else {}
    listed = {"Contents": contents} if keys else {}
    return {**listed, "IsTruncated": token is not None, **following}


def after(states: Any, *pages: dict[str, Any]) -> dict[str, Any]:
    """What is known after the pages."""
    given: dict[str, Any] = {"where": {"data": {"uri": URI}}}
    for number, result in enumerate(pages):
        name = "Find more data" if number else "Find data"
        given = value(states[name]["Output"], given, result)
    return given


def goes(states: Any, given: dict[str, Any]) -> tuple[str, Any]:
    """Where the listing leads, and with what."""
    for choice in states["Is that all the data?"]["Choices"]:
        if value(choice["Condition"], given):
            output = choice.get("Output")
            return str(choice["Next"]), value(output, given) if output else given
    return str(states["Is that all the data?"]["Default"]), given


def test_objects_and_bytes_are_counted_over_the_pages(states: Any) -> None:
    given = after(states, page("data/a", "data/b", token="t"), page("data/c"))
    then, known = goes(states, given)
    assert then not in ("Find more data", "No data")
    found = known["inputs"]["data"]
    assert (found["uri"], found["objects"], found["bytes"]) == (URI, 3, 30)
    assert len(found["digest"]) == 64


def test_there_is_another_page_as_long_as_s3_says_so(states: Any) -> None:
    given = after(states, page("data/a", token="t"))
    assert goes(states, given)[0] == "Find more data"
    token = states["Find more data"]["Arguments"]["ContinuationToken"]
    assert value(token, given) == "t"


def test_the_digest_is_that_of_keys_and_etags_however_they_come_in_pages(states: Any) -> None:
    together = after(states, page("data/a", "data/b"))["listing"]["digest"]
    apart = after(states, page("data/a", token="t"), page("data/b"))["listing"]["digest"]
    other = after(states, page("data/a", "data/c"))["listing"]["digest"]
    assert together == apart != other


@pytest.mark.parametrize("marker", ["data/_SUCCESS", "data/x/.done", "data/x/", "_", "data/_\n"])
def test_a_marker_does_not_count(states: Any, marker: str) -> None:
    assert after(states, page(marker, "data/a")) == after(states, page("data/a"))


@pytest.mark.parametrize("key", ["data/a_b", "data/_x/a", "data/a.b", "data/ä\n"])
def test_what_only_looks_like_a_marker_counts(states: Any, key: str) -> None:
    assert after(states, page(key))["listing"]["objects"] == 1


@pytest.mark.parametrize("pages", [[page()], [page("data/_SUCCESS")], [page(token="t"), page()]])
def test_a_prefix_without_content_is_no_data(states: Any, pages: list[dict[str, Any]]) -> None:
    assert goes(states, after(states, *pages))[0] == "No data"


def test_a_listing_that_is_too_long_is_given_up_and_says_so(states: Any) -> None:
    given = after(states, page("data/a", token="t"))
    given["listing"] |= {"pages": MOST_PAGES, "objects": MOST_OBJECTS}
    then, known = goes(states, given)
    assert then not in ("Find more data", "No data")
    assert known["inputs"]["data"]["digest"] is None
    begun = value(states["Fingerprint training"]["Output"], {**known, "config": CONFIG})
    assert begun["steps"]["train"]["fingerprint"] is None


CONFIG = {"hyperparameters": {"criterion": "gini"}}


def test_a_page_of_the_longest_keys_is_no_too_large_result() -> None:
    key = '\\"' * 1024  # of S3's 1,024 bytes each may be escaped
    rest = '{"ETag": "\\"00000000000000000000000000000000-10000\\"", "Key": "", "Size": 5497558138880, '
    rest += '"LastModified": "2026-11-26T20:00:00.000Z", "StorageClass": "INTELLIGENT_TIERING", '
    rest += '"ChecksumAlgorithm": ["CRC64NVME"], "ChecksumType": "FULL_OBJECT"}, '
    assert KEYS_A_PAGE * (len(key) + len(rest)) + 5_000 < LONGEST_STATE

"""Pages of a list: all of it, each once, whatever their size."""

from __future__ import annotations

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from localaws.sagemaker.errors import ApiError
from localaws.sagemaker.pages import cut


def own(name: str) -> str:
    return name


@given(st.lists(st.text(min_size=1), unique=True), st.integers(1, 7))
def test_the_pages_make_the_list(names: list[str], size: int) -> None:
    read, token = cut(names, own, size, None)
    while token is not None:
        assert len(read) % size == 0
        more, token = cut(names, own, size, token)
        read += more
    assert read == names


@pytest.mark.parametrize(("there", "token"), [(100, False), (101, True)])
def test_a_page_has_100_unless_asked_otherwise(there: int, token: bool) -> None:
    page, after = cut([str(number) for number in range(there)], own, None, None)
    assert len(page) == 100
    assert (after is not None) == token


@pytest.mark.parametrize(
    "token",
    ["é", "no base64!", base64.b64encode(b"a").decode(), base64.b64encode(b"after:gone").decode()],
)
def test_a_token_of_nobodys_is_refused(token: str) -> None:
    with pytest.raises(ApiError, match=r"Invalid NextToken\."):
        cut(["a", "b"], own, 1, token)

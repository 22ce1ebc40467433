from __future__ import annotations

from collections.abc import Iterator

import pytest

from .account import Account


@pytest.fixture(scope="session")
def account() -> Iterator[Account]:
    """One for all tests: each names what it makes by itself."""
    account = Account()
    yield account
    account.close()

from __future__ import annotations

from collections.abc import Iterator

import pytest

from .account import Account


@pytest.fixture(scope="session")
def account(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Account]:
    """One for all tests: each names what it makes by itself."""
    account = Account(tmp_path_factory.mktemp("home"))
    yield account
    account.close()

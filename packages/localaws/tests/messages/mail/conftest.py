"""An SES of an account that may send as example.org."""

from __future__ import annotations

import pytest

from .offices import Mails


@pytest.fixture
def mails() -> Mails:
    made = Mails()
    made.ses("VerifyDomainIdentity", Domain="Example.org")
    return made

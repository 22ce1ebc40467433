"""Addresses of people."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator

from infrastructure.values.text import listed, shape

Email = Annotated[
    str,
    shape(r"[^@\s,]{1,64}@[^@\s,]+\.[^@\s,.]+", "an e-mail address such as team@example.com"),
]
Emails = Annotated[tuple[Email, ...], BeforeValidator(listed)]

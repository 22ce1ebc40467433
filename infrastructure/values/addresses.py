"""Addresses of people."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator

from infrastructure.values.text import listed, shape

# As SNS takes them: ASCII, nothing quoted, and a domain of at least two labels.
_LOCAL = r"(?=.{1,64}@)[\w!#$%&'*+/=?^`{|}~-]+(\.[\w!#$%&'*+/=?^`{|}~-]+)*"
_LABEL = r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"
Email = Annotated[
    str,
    shape(
        rf"(?ai){_LOCAL}@({_LABEL}\.)+{_LABEL}",
        "an e-mail address such as team@example.com",
    ),
]
Emails = Annotated[tuple[Email, ...], BeforeValidator(listed)]

"""Defect: a path such as ``$.where.run`` is a parse error.

jsonpath-ng, which moto evaluates paths with, has operators of its own named ``where`` and
``wherenot``. Amazon's paths have none, so both are ordinary member names.

Upstream: docs/moto-issues/jsonpath_keywords.md
"""

from __future__ import annotations

from jsonpath_ng.lexer import JsonPathLexer

from localaws.moto_mends import guard

_LEX_ID = "c1ab37f66108"


def apply() -> None:
    guard.take(JsonPathLexer, "t_ID", _LEX_ID)  # reads the table below for every identifier
    JsonPathLexer.reserved_words = {}

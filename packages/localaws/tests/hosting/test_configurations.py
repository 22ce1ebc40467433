"""Which variants make no configuration."""

from __future__ import annotations

from typing import Any

import pytest

from localaws.hosting.configurations import _check_variants
from localaws.sagemaker.errors import ApiError


def variant(name: str, weight: float = 1.0, **more: Any) -> dict[str, Any]:
    return {"VariantName": name, "InitialVariantWeight": weight, "InstanceType": "t"} | more


@pytest.mark.parametrize(
    "variants",
    [[variant("a")], [variant("a", 0.0), variant("b", 0.1)], [variant("a"), variant("A")]],
)
def test_names_differ_and_one_weight_is_above_0(variants: list[dict[str, Any]]) -> None:
    _check_variants(variants)


@pytest.mark.parametrize(
    ("variants", "says"),
    [
        ([variant("a"), variant("b"), variant("b")], 'must be unique, and "b" is not'),
        ([variant("a", 0.0), variant("b", 0.0)], "must not all be 0"),
        ([variant("a"), variant("b", float("inf"))], "must be a finite number of 32 bits"),
        ([variant("a", 1e308), variant("b", 1e308)], "1e[+]308 is none"),
        (
            [{"VariantName": "a", "InitialVariantWeight": 1.0}],
            'Variant "a" must have an InstanceType',
        ),
    ],
)
def test_anything_else_is_refused(variants: list[dict[str, Any]], says: str) -> None:
    with pytest.raises(ApiError, match=says):
        _check_variants(variants)

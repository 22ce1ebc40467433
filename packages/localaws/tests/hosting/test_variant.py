"""What variants a configuration makes, and what an update keeps or changes of them."""

from __future__ import annotations

import pytest

from localaws.hosting.variant import instances_of, rescaled, retained

from .scripted import variant

OLD = (variant("a", weight=5.0, instances=2), variant("gone"))
NEW = (variant("a", "new", weight=1.0, instances=3), variant("b", weight=7.0, instances=4))


def shares(variants: object) -> list[tuple[str, float, int]]:
    return [(v.name, v.weight, v.instances) for v in variants]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("request_", "retained_ones"),
    [
        ({}, (1.0, 3)),
        ({"RetainAllVariantProperties": False}, (1.0, 3)),
        ({"RetainAllVariantProperties": True}, (5.0, 2)),
        (
            {
                "RetainAllVariantProperties": True,
                "ExcludeRetainedVariantProperties": [{"VariantPropertyType": "DesiredWeight"}],
            },
            (1.0, 2),
        ),
        (
            {
                "RetainAllVariantProperties": True,
                "ExcludeRetainedVariantProperties": [
                    {"VariantPropertyType": "DesiredInstanceCount"}
                ],
            },
            (5.0, 3),
        ),
        (
            {"ExcludeRetainedVariantProperties": [{"VariantPropertyType": "DesiredWeight"}]},
            (1.0, 3),
        ),
    ],
)
def test_an_update_keeps_what_it_is_asked_to_of_variants_that_were_there(
    request_: dict[str, object], retained_ones: tuple[float, int]
) -> None:
    found = retained(NEW, OLD, request_)
    assert shares(found) == [("a", *retained_ones), ("b", 7.0, 4)]
    assert found[0].model.name == "new"


def test_weights_and_counts_change_where_they_are_asked_for() -> None:
    asked = [
        {"VariantName": "a", "DesiredWeight": 0.5},
        {"VariantName": "b", "DesiredInstanceCount": 1},
    ]
    assert shares(rescaled(NEW, asked)) == [("a", 0.5, 3), ("b", 7.0, 1)]
    assert rescaled(NEW, []) == NEW


def test_a_variant_that_is_not_there_cannot_change() -> None:
    with pytest.raises(KeyError, match="absent"):
        rescaled(NEW, [{"VariantName": "absent", "DesiredWeight": 1.0}])


def test_instances_are_counted_by_type() -> None:
    assert instances_of(NEW) == {"ml.m5.large": 7}
    assert not instances_of(())

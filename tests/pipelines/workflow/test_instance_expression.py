"""Instance types in the first state: the same rules as those in Python, evaluated as Step Functions does."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines import instance_types
from pipelines.instance_types import KINDS, Kind
from pipelines.sdk import jsonata
from pipelines.workflow.instance_expression import readers

EVERY_TYPE = sorted(set().union(*map(instance_types.of, KINDS)))
SIZES = sorted({name.split(".")[2] for name in EVERY_TYPE})
FAMILIES = sorted({name.split(".")[1] for name in EVERY_TYPE})

something_like_a_type = st.one_of(
    st.text(max_size=30),
    st.sampled_from(EVERY_TYPE),
    st.builds("ml.{}.{}".format, st.sampled_from(FAMILIES), st.sampled_from(SIZES)),
    st.lists(st.sampled_from(["ml", "m5", "xlarge", "", "large xlarge", "toString"])).map(".".join),
    st.builds("{}{}".format, st.sampled_from(EVERY_TYPE), st.sampled_from(["\n", " ", ".", "x"])),
)


def told(evaluate: Any, result: str) -> Any:
    """A function of a kind of job and a text: what `result` is for them."""
    code = jsonata.expression(
        jsonata.block(
            readers(list(KINDS)) | {"kind": "$states.input.kind", "value": "$states.input.value"},
            result,
        )
    )
    return lambda kind, value: evaluate(code, {"kind": kind, "value": value})


@pytest.mark.parametrize("kind", KINDS)
def test_every_type_of_the_list_is_one_and_those_of_other_lists_are_none(
    evaluate: Any, kind: Kind
) -> None:
    taken = told(evaluate, "$filter($value, function($one) { $is_type($kind, $one) })")
    assert set(taken(kind, EVERY_TYPE)) == instance_types.of(kind)


@given(kind=st.sampled_from(list(KINDS)), text=something_like_a_type)
def test_whatever_is_written_is_judged_as_in_python(evaluate: Any, kind: Kind, text: str) -> None:
    judged = told(evaluate, "[$is_type($kind, $value), $has_gpu($value), $near($kind, $value)]")
    is_type, has_gpu, near = judged(kind, text)
    assert is_type is (text in instance_types.of(kind))
    assert not is_type or has_gpu is instance_types.has_gpu(text)
    for name in instance_types.near(kind, text):
        assert name in near
    assert near.endswith("docs/reference/instance-types.md has all.")
    assert len(near) < 300


@pytest.mark.parametrize("part", ["processing", "training", "endpoint"])
def test_each_part_has_the_types_of_its_own_kind_of_job(check: Any, part: Kind) -> None:
    others = {name for kind in KINDS for name in instance_types.of(kind)} - instance_types.of(part)
    for name in (min(instance_types.of(part)), max(instance_types.of(part))):
        assert check({part: {"instance_type": name}})["config"][part]["instance_type"] == name
    for name in (min(others), max(others)):
        assert not check({part: {"instance_type": name}})["accepted"]

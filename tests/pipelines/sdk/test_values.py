"""Values that a state takes from the execution: paths and intrinsic functions."""

import pytest

from pipelines.sdk.values import merged, text


def test_a_template_takes_what_paths_select() -> None:
    assert text("{}/a-{}", "$.b", "$$.c").to_jsonpath() == "States.Format('{}/a-{}', $.b, $$.c)"


def test_an_object_of_the_execution_is_laid_over_another() -> None:
    assert merged("$.a", "$.b").to_jsonpath() == "States.JsonMerge($.a, $.b, false)"


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("50", """\\{"k": "50"\\}"""),
        ("it's", """\\{"k": "it\\'s"\\}"""),
        ("\\", """\\{"k": "\\\\\\\\"\\}"""),
    ],
)
def test_an_object_that_is_known_is_written_with_its_signs_escaped(
    value: str, written: str
) -> None:
    expected = f"States.JsonMerge($.a, States.StringToJson('{written}'), false)"
    assert merged("$.a", {"k": value}).to_jsonpath() == expected

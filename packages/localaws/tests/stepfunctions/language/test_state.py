from typing import Any

import pytest

SCHEMA = "SCHEMA_VALIDATION_FAILED"
TASK = {
    "Type": "Task",
    "Resource": "arn:aws:lambda:us-east-1:123456789012:function:f",
}
BRANCH = {"StartAt": "I", "States": {"I": {"Type": "Pass", "End": True}}}
# What every type needs, in either query language.
NEEDED: dict[str, dict[str, Any]] = {
    "Pass": {},
    "Task": {"Resource": TASK["Resource"]},
    "Wait": {"Seconds": 1},
    "Parallel": {"Branches": [BRANCH]},
    "Map": {"ItemProcessor": BRANCH},
    "Choice": {"Choices": [], "Default": "E"},
    "Succeed": {},
    "Fail": {},
}
# Fields by the types that have them, and the query language if only one has.
FIELDS: dict[str, tuple[set[str], Any, str | None]] = {
    "InputPath": (set(NEEDED) - {"Fail"}, "$.a", "JSONPath"),
    "OutputPath": (set(NEEDED) - {"Fail"}, "$.a", "JSONPath"),
    "Output": (set(NEEDED) - {"Fail"}, {}, "JSONata"),
    "Assign": (set(NEEDED) - {"Fail", "Succeed"}, {}, None),
    "Parameters": ({"Pass", "Task", "Parallel", "Map"}, {}, "JSONPath"),
    "Arguments": ({"Task", "Parallel"}, {}, "JSONata"),
    "ResultPath": ({"Pass", "Task", "Parallel", "Map"}, "$.a", "JSONPath"),
    "ResultSelector": ({"Task", "Parallel", "Map"}, {}, "JSONPath"),
    "Result": ({"Pass"}, 1, "JSONPath"),
    "Retry": ({"Task", "Parallel", "Map"}, [], None),
    "Catch": ({"Task", "Parallel", "Map"}, [], None),
    "TimeoutSeconds": ({"Task"}, 5, None),
    "HeartbeatSeconds": ({"Task"}, 5, None),
    "TimeoutSecondsPath": ({"Task"}, "$.a", "JSONPath"),
    "Credentials": ({"Task"}, {"RoleArn": "arn:aws:iam::123456789012:role/r"}, None),
    "Error": ({"Fail"}, "a", None),
    "CausePath": ({"Fail"}, "$.a", "JSONPath"),
    "Items": ({"Map"}, [], "JSONata"),
    "ItemsPath": ({"Map"}, "$.a", "JSONPath"),
    "ItemSelector": ({"Map"}, {}, None),
    "MaxConcurrency": ({"Map"}, 1, None),
    "MaxConcurrencyPath": ({"Map"}, "$.a", "JSONPath"),
    "Default": ({"Choice"}, "E", None),
    "Unheard": (set(), 1, None),
}


@pytest.mark.parametrize("language", ["JSONPath", "JSONata"])
@pytest.mark.parametrize("kind", NEEDED)
@pytest.mark.parametrize("field", FIELDS)
def test_every_type_has_its_own_fields(said_of: Any, kind: str, field: str, language: str) -> None:
    kinds, value, only_in = FIELDS[field]
    state = {"Type": kind, **NEEDED[kind], field: value}
    if kind == "Choice":
        rule = (
            {"Condition": True} if language == "JSONata" else {"Variable": "$.a", "IsPresent": True}
        )
        state["Choices"] = [{**rule, "Next": "E"}]
    expected = []
    if kind not in kinds:
        expected = [f"Field '{field}' is not supported"]
    elif only_in not in (None, language):
        expected = [
            f"The QueryLanguage is set to '{language}', but field '{field}' is only supported for the "
            f"'{only_in}' QueryLanguage"
        ]
    said = said_of(state, QueryLanguage=language)
    assert said == [f"{SCHEMA}: {message} at /States/S" for message in expected]


def test_a_state_goes_on_or_ends(said: Any) -> None:
    def of(**fields: Any) -> list[str]:
        return said({"StartAt": "S", "States": {"S": {"Type": "Pass", **fields}}})

    assert of() == [
        f"{SCHEMA}: This object should have only one of the following fields: [Next, End] at /States/S"
    ]
    assert of(End=True, Next="S") == [
        f"{SCHEMA}: There should only be one of the following fields: [Next, End] at /States/S"
    ]
    assert of(End="yes") == [
        f"{SCHEMA}: Expected value of type [BOOLEAN] at /States/S/End",
        f"{SCHEMA}: This object should have only one of the following fields: [Next, End] at /States/S",
    ]


@pytest.mark.parametrize(
    ("field", "value", "problem"),
    [
        ("InputPath", "a.b", "Value must be a valid JSONPath."),
        ("OutputPath", "$.[", "Value must be a valid JSONPath."),
        ("OutputPath", 1, "Expected value of type [STRING]"),
        (
            "ResultPath",
            "a",
            "Value is not a Reference Path: Reference path didn't start with '$'",
        ),
        ("ResultPath", "$.a[*]", "Value is not a Reference Path"),
        ("ResultPath", "$.a..b", "Value is not a Reference Path"),
        ("ResultPath", "$$.Execution", "Value is not a Reference Path"),
        ("ResultPath", "$variable.a", "Value is not a Reference Path"),
    ],
)
def test_paths_are_told_by_their_field(said_of: Any, field: str, value: Any, problem: str) -> None:
    assert said_of({"Type": "Pass", field: value}) == [f"{SCHEMA}: {problem} at /States/S/{field}"]


@pytest.mark.parametrize("path", ["$", "$.a[0]['b c']", "$[1].b", None])
def test_a_result_goes_into_the_input_or_nowhere(said_of: Any, path: str | None) -> None:
    assert said_of({"Type": "Pass", "ResultPath": path}) == []


@pytest.mark.parametrize("path", ["$.a[?(@.b > 1)]", "$$.Execution.Input", "$variable[*]", None])
def test_input_and_output_are_any_path(said_of: Any, path: str | None) -> None:
    assert said_of({"Type": "Pass", "InputPath": path, "OutputPath": path}) == []


@pytest.mark.parametrize(
    ("template", "problem"),
    [
        (
            {"a.$": "b"},
            "The value for the field 'a.$' must be a valid JSONPath or a valid intrinsic function call "
            "at /States/S/Parameters",
        ),
        (
            {"a": {"b": [{"c.$": "States.Nothing()"}]}},
            "The value for the field 'c.$' must be a valid JSONPath or a valid intrinsic function call "
            "at /States/S/Parameters/a/b[0]",
        ),
        (
            {"a.$": 1},
            "The value for the field 'a.$' must be a STRING that contains a JSONPath or intrinsic "
            "function call but was a NUMBER at /States/S/Parameters",
        ),
    ],
)
def test_what_is_evaluated_in_a_template_can_be(
    said_of: Any, template: dict[str, Any], problem: str
) -> None:
    assert said_of({"Type": "Pass", "Parameters": template}) == [f"{SCHEMA}: {problem}"]


@pytest.mark.parametrize(
    ("output", "problem"),
    [
        (
            "{% 1 + %}",
            "INVALID_JSONATA_EXPRESSION: Unexpected end of expression at /States/S/Output",
        ),
        (
            {"a": ["{% b %}"]},
            "UNSUPPORTED_JSONATA_EXPRESSION: Reference to 'b' at the top level is not supported. "
            "at /States/S/Output/a[0]",
        ),
        (
            "{% $$.b %}",
            "UNSUPPORTED_JSONATA_EXPRESSION: Reference to '$$' is not supported. at /States/S/Output",
        ),
        (
            "{% $states.errorOutput %}",
            "UNSUPPORTED_JSONATA_EXPRESSION: Field '$states.errorOutput' does not exist. "
            "at /States/S/Output",
        ),
        (
            {"a": "{% 1"},
            f"{SCHEMA}: JSONata string must start with {{% and end with %}} at /States/S/Output/a",
        ),
        (
            "{%}",
            f"{SCHEMA}: JSONata string must start with {{% and end with %}} at /States/S/Output",
        ),
    ],
)
def test_jsonata_is_read_when_the_machine_is_made(said_of: Any, output: Any, problem: str) -> None:
    assert said_of({"Type": "Pass", "Output": output}, QueryLanguage="JSONata") == [problem]


class TestQueryLanguage:
    def test_a_state_has_its_own_under_jsonpath(self, said_of: Any) -> None:
        assert said_of({"Type": "Pass", "QueryLanguage": "JSONata", "Output": "{% 1 %}"}) == []

    def test_a_state_cannot_go_back_to_jsonpath(self, said_of: Any) -> None:
        downgraded = (
            f"{SCHEMA}: 'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole "
        )
        state = {"Type": "Pass", "QueryLanguage": "JSONPath", "Output": "{% 1 %}"}
        assert said_of(state, QueryLanguage="JSONata") == [
            f"{downgraded}state machine at /States/S"
        ]

    def test_what_is_none_is_read_as_jsonata(self, said_of: Any) -> None:
        assert said_of({"Type": "Pass", "QueryLanguage": "jsonpath", "InputPath": "$.a"}) == [
            f"{SCHEMA}: The QueryLanguage is set to 'JSONata', but field 'InputPath' is only supported "
            "for the 'JSONPath' QueryLanguage at /States/S",
            f"{SCHEMA}: Value should be one of the following: [JSONPath, JSONata] "
            "at /States/S/QueryLanguage",
        ]

    @pytest.mark.parametrize(
        ("kind", "field", "location"),
        [("Map", "ItemProcessor", "ItemProcessor"), ("Parallel", "Branches", "Branches[0]")],
    )
    def test_states_within_have_the_machines_and_not_the_outer_states(
        self, said_of: Any, kind: str, field: str, location: str
    ) -> None:
        inner = {
            "StartAt": "I",
            "States": {"I": {"Type": "Pass", "Output": "{% 1 %}", "End": True}},
        }
        state = {
            "Type": kind,
            "QueryLanguage": "JSONata",
            field: [inner] if kind == "Parallel" else inner,
        }
        assert said_of(state) == [
            f"{SCHEMA}: The QueryLanguage is set to 'JSONPath', but field 'Output' is only supported "
            f"for the 'JSONata' QueryLanguage at /States/S/{location}/States/I"
        ]

    def test_a_branch_has_none_of_its_own(self, said_of: Any) -> None:
        branch = {**BRANCH, "QueryLanguage": "JSONata"}
        assert said_of({"Type": "Parallel", "Branches": [branch]}) == [
            f"{SCHEMA}: Field 'QueryLanguage' is not supported at /States/S/Branches[0]"
        ]

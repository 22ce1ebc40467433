import json
from typing import Any

import pytest

from localaws.stepfunctions.language.machine import map_state, read

SCHEMA = "SCHEMA_VALIDATION_FAILED"
STATES = {"StartAt": "I", "States": {"I": {"Type": "Pass", "End": True}}}
INLINE = {"ProcessorConfig": {"Mode": "INLINE"}, **STATES}
DISTRIBUTED = {"ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"}, **STATES}
READER = {"Resource": "arn:aws:states:::s3:getObject", "Parameters": {"Bucket": "b", "Key": "k"}}


@pytest.mark.parametrize(
    "fields",
    [
        {"ItemProcessor": STATES},
        {"ItemProcessor": INLINE},
        {"Iterator": STATES},
        {"ItemProcessor": INLINE, "MaxConcurrency": 2**40, "ItemsPath": "$$.Execution.Input.a"},
        {"ItemProcessor": INLINE, "MaxConcurrencyPath": "$.a", "ItemSelector": {"a.$": "$.b"}},
        {"ItemProcessor": DISTRIBUTED, "Label": "a-label", "ToleratedFailurePercentage": 12.5},
        {"ItemProcessor": DISTRIBUTED, "ToleratedFailureCountPath": "$.a"},
        {"ItemProcessor": DISTRIBUTED, "ItemBatcher": {"MaxItemsPerBatch": 5, "BatchInput": {}}},
        {"ItemProcessor": DISTRIBUTED, "ItemBatcher": {"MaxInputBytesPerBatchPath": "$.a"}},
        {"ItemProcessor": DISTRIBUTED, "ItemReader": READER},
        {
            "ItemProcessor": DISTRIBUTED,
            "ItemReader": {
                **READER,
                "ReaderConfig": {
                    "InputType": "CSV",
                    "CSVHeaderLocation": "GIVEN",
                    "CSVHeaders": ["a"],
                    "CSVDelimiter": "TAB",
                    "MaxItemsPath": "$.n",
                },
            },
        },
        {
            "ItemProcessor": DISTRIBUTED,
            "ResultWriter": {
                "Resource": "arn:aws-cn:states:::s3:putObject",
                "Parameters": {"Bucket.$": "$.b"},
                "WriterConfig": {"Transformation": "FLATTEN", "OutputType": "JSONL"},
            },
        },
    ],
)
def test_a_map_is_inline_or_distributed(said_of: Any, fields: dict[str, Any]) -> None:
    assert said_of({"Type": "Map", **fields}) == []


def _reader(**members: Any) -> dict[str, Any]:
    return {"ItemProcessor": DISTRIBUTED, "ItemReader": {**READER, **members}}


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        (
            {},
            "This object should have only one of the following fields: [ItemProcessor, Iterator] at {}",
        ),
        (
            {"ItemProcessor": STATES, "Iterator": STATES},
            "There should only be one of the following fields: [ItemProcessor, Iterator] at {}",
        ),
        (
            {"ItemProcessor": {**STATES, "QueryLanguage": "JSONata"}},
            "Field 'QueryLanguage' is not supported at {}/ItemProcessor",
        ),
        (
            {"ItemProcessor": {**STATES, "ProcessorConfig": {"Mode": "DISTRIBUTED"}}},
            "These fields are required: [ExecutionType] at {}/ItemProcessor/ProcessorConfig",
        ),
        (
            {
                "ItemProcessor": {
                    **STATES,
                    "ProcessorConfig": {"Mode": "INLINE", "ExecutionType": "STANDARD"},
                }
            },
            "Field 'ExecutionType' is not supported at {}/ItemProcessor/ProcessorConfig",
        ),
        (
            {"ItemProcessor": {**STATES, "ProcessorConfig": {"Mode": "Inline"}}},
            "Value should be one of the following: [INLINE, DISTRIBUTED] "
            "at {}/ItemProcessor/ProcessorConfig/Mode",
        ),
        (
            {"ItemProcessor": INLINE, "ItemReader": READER},
            "Field 'ItemReader' is not supported at {}",
        ),
        (
            {"ItemProcessor": INLINE, "MaxConcurrency": -1},
            "Minimum value is 0 at {}/MaxConcurrency",
        ),
        (
            {"ItemProcessor": INLINE, "MaxConcurrency": 1, "MaxConcurrencyPath": "$.a"},
            "There should only be one of the following fields: [MaxConcurrency, MaxConcurrencyPath] "
            "at {}",
        ),
        (
            {"ItemProcessor": INLINE, "MaxConcurrencyPath": "$$.Execution.Input.n"},
            "Value is not a Reference Path at {}/MaxConcurrencyPath",
        ),
        (
            {"ItemProcessor": DISTRIBUTED, "ToleratedFailurePercentage": -1},
            "Minimum value is 0.0 at {}/ToleratedFailurePercentage",
        ),
        (
            {"ItemProcessor": DISTRIBUTED, "ToleratedFailurePercentage": 101},
            "Maximum value is 100.0 at {}/ToleratedFailurePercentage",
        ),
        (
            {"ItemProcessor": DISTRIBUTED, "ItemBatcher": {}},
            "At least one of these fields is required: [MaxItemsPerBatch, MaxInputBytesPerBatch] "
            "at {}/ItemBatcher",
        ),
        (
            _reader(Resource="arn:aws:states:::s3:deleteObject"),
            "The field 'Resource' does not match any of the allowed values. Examples: "
            "[arn:<partition>:states:::s3:getObject, arn:<partition>:states:::s3:listObjectsV2] "
            "at {}/ItemReader/Resource",
        ),
        (
            _reader(ReaderConfig={"InputType": "XML"}),
            "The field 'InputType' should have one of these values: "
            "[MANIFEST, JSON, CSV, JSONL, PARQUET] at {}/ItemReader/ReaderConfig/InputType",
        ),
        (
            _reader(ReaderConfig={"InputType": "CSV"}),
            "The field 'CSVHeaderLocation' is required at {}/ItemReader/ReaderConfig",
        ),
        (
            _reader(ReaderConfig={"InputType": "CSV", "CSVHeaderLocation": "GIVEN"}),
            "These fields are required: [CSVHeaders] at {}/ItemReader/ReaderConfig",
        ),
        (
            _reader(ReaderConfig={"InputType": "JSON", "CSVHeaderLocation": "FIRST_ROW"}),
            "Field 'CSVHeaderLocation' is not supported at {}/ItemReader/ReaderConfig",
        ),
        (
            _reader(ReaderConfig={"InputType": "JSON", "MaxItems": 1, "MaxItemsPath": "$.a"}),
            "There should only be one of the following fields: [MaxItems, MaxItemsPath] "
            "at {}/ItemReader/ReaderConfig",
        ),
        (
            _reader(ReaderConfig={"InputType": "JSON", "MaxItems": 10**9}),
            "Maximum value is 100000000 at {}/ItemReader/ReaderConfig/MaxItems",
        ),
        (
            _reader(Arguments={}),
            "The QueryLanguage is set to 'JSONPath', but field 'Arguments' is only supported for the "
            "'JSONata' QueryLanguage at {}/ItemReader",
        ),
        (
            {"ItemProcessor": DISTRIBUTED, "ResultWriter": {"Resource": "arn:aws:states:::s3:put"}},
            "The field 'Resource' does not match any of the allowed values. Examples: "
            "[arn:<partition>:states:::s3:putObject] at {}/ResultWriter/Resource",
        ),
        (
            {
                "ItemProcessor": DISTRIBUTED,
                "ResultWriter": {"WriterConfig": {"Transformation": "FLAT"}},
            },
            "Value should be one of the following: [NONE, COMPACT, FLATTEN] "
            "at {}/ResultWriter/WriterConfig/Transformation",
        ),
    ],
)
def test_a_wrong_map_is_told(said_of: Any, fields: dict[str, Any], problem: str) -> None:
    assert said_of({"Type": "Map", **fields}) == [f"{SCHEMA}: {problem.format('/States/S')}"]


@pytest.mark.parametrize("items", ["{% $a %}", [1, "{% $a %}"], {"a": 1}])
def test_jsonata_names_its_items(said_of: Any, items: Any) -> None:
    state = {"Type": "Map", "ItemProcessor": STATES, "Items": items}
    assert said_of(state, QueryLanguage="JSONata") == []


def test_items_are_an_array_or_an_object(said_of: Any) -> None:
    state = {"Type": "Map", "ItemProcessor": STATES, "Items": 1}
    assert said_of(state, QueryLanguage="JSONata") == [
        f"{SCHEMA}: Expected value of type [ARRAY, OBJECT] at /States/S/Items"
    ]


class TestLabel:
    def test_it_has_an_end(self, said_of: Any) -> None:
        label = "a" * 41
        assert said_of({"Type": "Map", "ItemProcessor": DISTRIBUTED, "Label": label}) == [
            f"INVALID_LABEL_NAME: Label '{label}' exceeds the 40-character limit allowed by the service "
            "at /States/S/Label"
        ]

    @pytest.mark.parametrize("character", '*? []<>{}:;,\\|^~$#%&`"\n\x7f')
    def test_it_is_part_of_names(self, said_of: Any, character: str) -> None:
        label = f"a{character}"
        assert said_of({"Type": "Map", "ItemProcessor": DISTRIBUTED, "Label": label}) == [
            f"INVALID_LABEL_NAME: Label contains invalid character: '{character}' at /States/S/Label"
        ]

    def test_two_maps_differ_in_it(self, said: Any) -> None:
        first = {
            "Type": "Map",
            "ItemProcessor": DISTRIBUTED,
            "Label": "a",
            "Next": "T",
        }
        inner = {"StartAt": "J", "States": {"J": {"Type": "Pass", "End": True}}}
        second = {**first, "ItemProcessor": {**DISTRIBUTED, **inner}, "End": True}
        del second["Next"]
        assert said({"StartAt": "S", "States": {"S": first, "T": second}}) == [
            "DUPLICATE_LABEL_NAME: Duplicate Label name: a at /States/T/Label"
        ]


def test_a_map_is_found_wherever_it_stands() -> None:
    deep = {"Type": "Map", "ItemProcessor": STATES, "End": True}
    branch = {"StartAt": "M", "States": {"M": deep}}
    parallel = {"Type": "Parallel", "Branches": [STATES, branch], "End": True}
    machine, _ = read(json.dumps({"StartAt": "P", "States": {"P": parallel}}))
    assert machine is not None
    assert map_state(machine.branch, "M").processor.start_at == "I"
    with pytest.raises(KeyError):
        map_state(machine.branch, "I")

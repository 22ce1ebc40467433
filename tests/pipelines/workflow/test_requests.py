"""What each state sends, as Step Functions makes it from the execution's data: is it a legal request?"""

import json
import re
from typing import Any

import pytest
from botocore.loaders import Loader
from botocore.model import ServiceModel, Shape
from botocore.validate import ParamValidator

from pipelines import catalog

MODELS = {
    service: ServiceModel(Loader().load_service_model(service, "service-2"), service)
    for service in ("sagemaker", "s3")
}


@pytest.fixture(scope="module")
def data(check: Any) -> dict[str, Any]:
    """An execution's data when everything has been made."""
    return {
        **check({}),
        "champion": {
            "model": "stepline-ner-dev-older",
            "artifact": "s3://a-bucket/runs/older/model.tar.gz",
            "processed": "s3://a-bucket/runs/older",
        },
        "training": {
            "ModelArtifacts": {"S3ModelArtifacts": "s3://a-bucket/runs/x/model.tar.gz"},
        },
        "tuning": {
            "name": "stepline-ner-dev-0123456789",
            "HyperParameterTuningJobName": "stepline-ner-dev-0123456789-0",
            "static": {"seed": "0"},
            "best": {"TunedHyperParameters": {"learning_rate": "0.0002"}},
        },
    }


@pytest.mark.parametrize(
    "pipeline",
    [
        *catalog.names(),
        *("ner-scratch", "ner-tuned", "ner-transformed", "ner-full", "tree", "split"),
    ],
)
def test_every_request_is_legal(
    definitions: Any, check: Any, data: Any, evaluate: Any, pipeline: str
) -> None:
    full = {**data, **check({}, pipeline)}
    if gather := definitions[pipeline]["States"].get("Gather what is measured"):
        full = evaluate(gather["Output"], full)
    sent = 0
    for name, state in definitions[pipeline]["States"].items():
        if state["Type"] == "Task":
            assert mistakes(state, full) == [], name
            sent += 1
    assert sent >= 6


def test_a_retried_job_has_a_new_name(definitions: Any, data: Any) -> None:
    parameters = definitions["ner"]["States"]["Train"]["Parameters"]
    first, second = (_sent(parameters, data, retries)["TrainingJobName"] for retries in (0, 1))
    assert first != second


def test_outputs_and_channels_meet_under_the_runs_prefix(definitions: Any, data: Any) -> None:
    states = definitions["ner"]["States"]
    written = {
        output["S3Output"]["S3Uri"]
        for output in _sent(states["Preprocess"]["Parameters"], data)["ProcessingOutputConfig"][
            "Outputs"
        ]
    }
    training = _sent(states["Train"]["Parameters"], data)
    read = {c["DataSource"]["S3DataSource"]["S3Uri"] for c in training["InputDataConfig"]}
    run = data["where"]["run"]
    assert {address.rstrip("/") for address in read} - written == {"s3://a-bucket/pretrained"}
    assert all(address.startswith(run + "/") for address in written)
    assert training["OutputDataConfig"]["S3OutputPath"] == f"{run}/model"


def test_the_processing_code_is_called_from_its_zip(definitions: Any, data: Any) -> None:
    asked = _sent(definitions["ner"]["States"]["Preprocess"]["Parameters"], data)
    app = asked["AppSpecification"]
    assert app["ContainerEntrypoint"] == ["python3", "/opt/ml/processing/input/code/0f1e2d.zip"]
    assert app["ContainerArguments"][:3] == ["prepare", "--data", "/opt/ml/processing/input/data"]


def test_the_inputs_machines_are_the_ones_asked_for(
    definitions: Any, check: Any, evaluate: Any
) -> None:
    own = {"instance_type": "ml.c5.xlarge", "instance_count": 2}
    released = {"variants": [{"name": "AllTraffic", "model": "a-model", "weight": 1}]}
    full = {**check({"endpoint": own}), "release": released}
    asked = definitions["ner"]["States"]["Create endpoint configuration"]["Arguments"]
    (variant,) = evaluate(asked["ProductionVariants"], full)
    assert (variant["InstanceType"], variant["InitialInstanceCount"]) == ("ml.c5.xlarge", 2)


def mistakes(state: dict[str, Any], data: dict[str, Any]) -> list[str]:
    """Of a state in JSONPath; a call in JSONata is run by its own part's tests."""
    if "Parameters" not in state:
        assert state["QueryLanguage"] == "JSONata"
        return []
    *_, service, action = state["Resource"].removesuffix(".sync").split(":")
    operation = MODELS[service].operation_model(action[0].upper() + action[1:])
    assert operation.input_shape is not None
    request = _sent(state["Parameters"], data)
    report = ParamValidator().validate(request, operation.input_shape)
    return [
        *([report.generate_report()] if report.has_errors() else []),
        *_illegal(request, operation.input_shape),
    ]


def _illegal(value: Any, shape: Shape) -> list[str]:
    """Strings that miss their shape's pattern, length or enumeration: botocore does not look."""
    if shape.type_name == "structure":
        return [m for key, inner in value.items() for m in _illegal(inner, shape.members[key])]
    if shape.type_name == "list":
        return [m for inner in value for m in _illegal(inner, shape.member)]
    if shape.type_name == "map":
        return [m for inner in value.values() for m in _illegal(inner, shape.value)]
    if shape.type_name != "string":
        return []
    rules = shape.metadata
    # AWS writes Java regexes; \p{L} and the like are in none of the shapes used here but tags'.
    pattern = rules.get("pattern", "").replace(r"\p{L}\p{Z}\p{N}", r"\w\s")
    legal = (
        (not pattern or re.fullmatch(pattern, value) is not None)
        and rules.get("min", 0) <= len(value) <= rules.get("max", len(value))
        and value in rules.get("enum", [value])
    )
    return [] if legal else [f"{value!r} is no {shape.name}"]


def _sent(value: Any, data: dict[str, Any], retries: int = 0) -> Any:
    """A state's Parameters with their paths and `States.Format` evaluated."""
    if isinstance(value, list):
        return [_sent(inner, data, retries) for inner in value]
    if not isinstance(value, dict):
        return value
    return {
        key.removesuffix(".$"): _read(inner, data, retries)
        if key.endswith(".$")
        else _sent(inner, data, retries)
        for key, inner in value.items()
    }


def _read(code: str, data: dict[str, Any], retries: int) -> Any:
    formatted = re.fullmatch(r"States\.Format\('([^']*)', (.*)\)", code)
    if formatted:
        template, paths = formatted.groups()
        return template.format(*(_read(path, data, retries) for path in paths.split(", ")))
    if merge := re.fullmatch(r"States\.JsonMerge\(([^,]+), (.*), false\)", code):
        return _read(merge[1], data, retries) | _read(merge[2], data, retries)
    if literal := re.fullmatch(r"States\.StringToJson\('(.*)'\)", code):
        return json.loads(re.sub(r"\\([\\'{}])", r"\1", literal[1]))
    if code in ("$$.State.RetryCount", "$$.Execution.RedriveCount"):
        return retries
    found: Any = data
    for key in code.removeprefix("$.").split("."):
        found = found[key]
    return found

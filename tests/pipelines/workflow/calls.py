"""A call's request as Step Functions would send it, and whether botocore's shapes admit it."""

from collections.abc import Mapping
from typing import Any

from botocore.loaders import Loader
from botocore.model import ServiceModel
from botocore.validate import ParamValidator

from tests.pipelines.conftest import EXECUTION, evaluated

TOKEN = "AQCEAAAAKgAAAAMAAAAAAAAAAc"


def said(field: str, known: Any, **more: Any) -> Any:
    """What a field in JSONata yields."""
    return evaluated(field.removeprefix("{% ").removesuffix(" %}"), known, **more)


def request(state: Mapping[str, Any], known: Any, execution: Any = EXECUTION) -> dict[str, Any]:
    """The request of a call. The test fails where it is not legal."""
    *_, service, action = state["Resource"].split(":")
    sent: dict[str, Any] = _filled(state["Arguments"], known, execution)
    operation = action.removesuffix(".waitForTaskToken")
    model = ServiceModel(Loader().load_service_model(service, "service-2"), service)
    shape = model.operation_model(operation[0].upper() + operation[1:]).input_shape
    assert shape is not None
    report = ParamValidator().validate(sent, shape)
    assert not report.has_errors(), report.generate_report()
    return sent


def _filled(value: Any, known: Any, execution: Any) -> Any:
    if isinstance(value, dict):
        return {key: _filled(inner, known, execution) for key, inner in value.items()}
    if isinstance(value, list):
        return [_filled(inner, known, execution) for inner in value]
    if isinstance(value, str) and value.startswith("{%"):
        context = {"Execution": execution, "Task": {"Token": TOKEN}}
        found = evaluated(value[3:-3], known, context=context)
        assert found is not None, f"an expression must return a value: {value}"
        return found
    return value

"""From a request to its answer, by a user's functions and by those that stand in for them."""

from __future__ import annotations

import io
import json
from typing import Any

import numpy
import pytest
from sagemaker_containers.beta.framework import encoders, worker
from script_mode.serving.response import Answer
from script_mode.serving.service import Service
from script_mode.serving.user_module import SCIKIT_LEARN, Functions, UserError
from sklearn.linear_model import LinearRegression

CSV, JSON, NPY = "text/csv", "application/json", "application/x-npy"
ROWS = [[1.0, 2.0], [3.0, 4.0]]


def service(**module: Any) -> Service:
    """It answers with the sum of a row, unless the module says otherwise."""
    model = LinearRegression().fit(numpy.eye(2), [1.0, 1.0])
    model.coef_, model.intercept_ = numpy.array([1.0, 1.0]), 0.0
    return Service(Functions.of(module, SCIKIT_LEARN), model)


def npy(array: Any) -> bytes:
    packed = io.BytesIO()
    numpy.save(packed, array)
    return packed.getvalue()


@pytest.mark.parametrize(
    ("kind", "body"),
    [(CSV, b"1,2\n3,4"), (JSON, b"[[1, 2], [3, 4]]"), (NPY, npy(ROWS)), (None, b"[[1,2],[3,4]]")],
)
def test_rows_of_each_type_are_read(kind: str | None, body: bytes) -> None:
    found = service().invoke(body, kind, None)
    assert (found.status, found.media_type) == (200, JSON)
    assert json.loads(found.body) == pytest.approx([3.0, 7.0])


def test_the_answer_has_the_type_that_is_asked_for() -> None:
    asked = service()
    body = npy(numpy.array(ROWS))
    assert asked.invoke(body, NPY, CSV).body == b"3.0\n7.0\n"
    assert numpy.load(io.BytesIO(asked.invoke(body, NPY, NPY).body)) == pytest.approx([3, 7])
    assert asked.invoke(body, NPY, "*/*").media_type == JSON


def test_a_type_that_nothing_reads_is_415_and_one_that_nothing_writes_406() -> None:
    refused = service().invoke(b"x", "a/b", None)
    assert (refused.status, json.loads(refused.body)["error"]) == (415, "UnsupportedFormatError")
    assert service().invoke(npy(ROWS), NPY, "image/png").status == 406


def test_what_a_function_raises_is_500_and_in_the_log(capsys: pytest.CaptureFixture[str]) -> None:
    def predict_fn(data: Any, model: Any) -> Any:
        raise ArithmeticError("too large")

    found = service(predict_fn=predict_fn).invoke(npy(ROWS), NPY, None)
    assert (found.status, found.media_type) == (500, "text/html")
    assert b"too large" not in found.body
    assert "ArithmeticError: too large" in capsys.readouterr().err


def test_the_only_row_of_a_csv_has_one_dimension_as_in_awss_image() -> None:
    shapes = []
    asked = service(predict_fn=lambda data, model: shapes.append(data.shape) or [0])
    asked.invoke(b"1,2", CSV, None)
    assert shapes == [(2,)]


def test_the_users_functions_come_before_the_defaults() -> None:
    asked = service(
        input_fn=lambda data, kind: f"{kind} {data}",
        predict_fn=lambda data, model: data.upper(),
        output_fn=lambda prediction, accept: (f"{prediction} {accept}", "text/x"),
    )
    assert asked.invoke(b"a", CSV, "b/c") == Answer(200, b"TEXT/CSV A b/c", "text/x")


def test_transform_fn_does_it_all() -> None:
    asked = service(transform_fn=lambda model, data, kind, accept: (data + accept, kind))
    assert asked.invoke(b"a", CSV, JSON) == Answer(200, b"aapplication/json", CSV)


def test_transform_fn_and_a_part_of_it_is_refused() -> None:
    with pytest.raises(UserError, match="Cannot use transform_fn"):
        service(transform_fn=print, input_fn=print)


def test_a_response_in_whole_is_sent_as_it_is() -> None:
    def output_fn(prediction: Any, accept: str) -> worker.Response:
        return worker.Response(encoders.encode(prediction, JSON), status=201, mimetype="x/y")

    found = service(output_fn=output_fn).invoke(npy(ROWS), NPY, None)
    assert (found.status, found.media_type) == (201, "x/y")


def test_a_text_alone_is_html_and_an_array_alone_is_an_error() -> None:
    assert service(output_fn=lambda p, a: "yes").invoke(npy(ROWS), NPY, None).media_type == (
        "text/html"
    )
    assert service(output_fn=lambda p, a: p).invoke(npy(ROWS), NPY, None).status == 500


def test_without_model_fn_the_default_says_what_to_write() -> None:
    with pytest.raises(NotImplementedError, match="model_fn"):
        SCIKIT_LEARN.model_fn("/opt/ml/model")

"""What a client of TensorFlow Serving sends."""

from __future__ import annotations

import pytest
from tensorflow_model_serving.requests import (
    BadRequest,
    PredictRequest,
    UnsupportedMediaType,
    read,
)

JSON = "application/json"


@pytest.mark.parametrize(
    ("body", "kind", "request_"),
    [
        (b'{"instances": [[1, 2]]}', JSON, PredictRequest([[1, 2]], True)),
        (b'{"inputs": {"x": [1]}}', JSON, PredictRequest({"x": [1]}, False)),
        (b'{"instances": [1], "signature_name": "s"}', JSON, PredictRequest([1], True, "s")),
        (b"[[1, 2], [3, 4]]", JSON, PredictRequest([[1, 2], [3, 4]], True)),
        (b'{"x": 1}', JSON, PredictRequest([{"x": 1}], True)),
        (b"[1]\n[2]\n", "application/jsonlines", PredictRequest([[1], [2]], True)),
        (b"1,2.5\n3,a\n", "text/csv", PredictRequest([[1.0, 2.5], [3.0, "a"]], True)),
        (b"1", "text/csv; charset=utf-8", PredictRequest([[1.0]], True)),
    ],
)
def test_each_form_is_rows_or_inputs(body: bytes, kind: str, request_: PredictRequest) -> None:
    assert read(body, kind) == request_


@pytest.mark.parametrize(
    ("body", "kind"),
    [(b"{", JSON), (b"", JSON), (b"\xff", JSON), (b"", "text/csv"), (b'{"instances": []}', JSON)],
)
def test_what_is_not_of_its_type_is_bad(body: bytes, kind: str) -> None:
    with pytest.raises(BadRequest):
        read(body, kind)


@pytest.mark.parametrize("kind", [None, "application/x-npy"])
def test_another_type_is_not_supported(kind: str | None) -> None:
    with pytest.raises(UnsupportedMediaType, match=f"Unsupported Media Type: {kind or 'Unknown'}"):
        read(b"", kind)

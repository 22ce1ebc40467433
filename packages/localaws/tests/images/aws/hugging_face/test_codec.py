"""Bodies, in and out."""

from __future__ import annotations

import io
import json

import numpy
import pytest
from hugging_face_serving.codec import PredictionError, decode, encode
from PIL import Image


def test_json_goes_both_ways() -> None:
    assert decode('{"inputs": "a"}', "application/json") == {"inputs": "a"}
    written = encode([{"label": "ü", "score": numpy.float32(0.5)}], "application/json")
    assert written == '[{"label":"ü","score":0.5}]'


def test_csv_has_names_of_columns() -> None:
    assert decode("inputs\na\nb\n", "text/csv") == {"inputs": ["a", "b"]}
    two = decode("question,context\nwho?,me\n", "text/csv")
    assert two == {"inputs": [{"question": "who?", "context": "me"}]}
    with pytest.raises(PredictionError, match="Header columns"):
        decode("a,b\n", "text/csv")
    with pytest.raises(PredictionError, match="Header columns"):
        decode("", "text/csv")
    assert encode([{"label": "x", "score": 1}], "text/csv") == "label,score\r\nx,1\r\n"


def test_pictures_and_sounds_are_inputs() -> None:
    packed = io.BytesIO()
    Image.new("L", (2, 2)).save(packed, format="PNG")
    picture = decode(packed.getvalue(), "image/png")["inputs"]
    assert (picture.mode, picture.size) == ("RGB", (2, 2))
    assert decode(b"RIFF", "audio/wav") == {"inputs": b"RIFF"}
    assert json.loads(encode({"picture": picture}, "application/json"))["picture"].startswith(
        "iVBOR"
    )


def test_arrays_go_both_ways() -> None:
    written = encode([[1.0]], "application/x-npy")
    assert isinstance(written, bytes)
    assert decode(written, "application/x-npy").tolist() == [[1.0]]


@pytest.mark.parametrize("kind", ["application/xml", ""])
def test_any_other_type_is_refused_by_name(kind: str) -> None:
    with pytest.raises(PredictionError, match=f"Content type {kind} is not supported"):
        decode(b"", kind)
    with pytest.raises(PredictionError, match=f"Content type {kind} is not supported"):
        encode([], kind)

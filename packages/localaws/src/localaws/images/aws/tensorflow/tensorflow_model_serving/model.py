"""The SavedModel of an archive, and its signatures."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from .requests import BadRequest, PredictRequest


class ModelError(Exception):
    """There is nothing to serve. The message says what was looked for."""


def find(folder: Path) -> Path:
    """The newest version of a SavedModel, which lies in a folder that is a number, anywhere in the archive.

    Raises:
        ModelError: there is none.
    """
    versions = [
        file.parent
        for file in sorted(folder.rglob("saved_model.pb*"))
        if file.parent.name.isdigit()
    ]
    if not versions:
        raise ModelError(
            f"no SavedModel bundles found: below {folder} no folder whose name is a number, such as 1/, has a "
            "saved_model.pb. Save with tf.saved_model.save(model, '/opt/ml/model/1') or model.export(…)."
        )
    return max(versions, key=lambda version: int(version.name))


class SavedModel:
    """One that is loaded."""

    def __init__(self, folder: Path) -> None:
        import tensorflow

        self._tensorflow = tensorflow
        self._loaded = tensorflow.saved_model.load(
            str(folder)
        )  # its variables live as long as it does

    def predict(self, request: PredictRequest) -> dict[str, Any]:
        """The response to a request.

        Raises:
            BadRequest: there is no such signature, or its inputs are others.
        """
        signature = self._loaded.signatures.get(request.signature)
        if signature is None:
            there = ", ".join(self._loaded.signatures)
            raise BadRequest(f"there is no signature {request.signature}, but: {there or 'none'}")
        wanted = signature.structured_input_signature[1]
        try:
            given = _columns(request, list(wanted))
            tensors = {
                name: self._tensorflow.constant(given[name], dtype=spec.dtype)
                for name, spec in wanted.items()
            }
            found = signature(**tensors)
        except (ValueError, TypeError, self._tensorflow.errors.OpError) as error:
            raise BadRequest(str(error).partition("\n")[0]) from None
        return _response({name: tensor.numpy() for name, tensor in found.items()}, request.in_rows)


def _columns(request: PredictRequest, names: list[str]) -> dict[str, Any]:
    """What is given for each input, by its name."""
    values = request.values
    named = isinstance(values[0], dict) if request.in_rows else isinstance(values, dict)
    if not named:
        if len(names) != 1:
            raise BadRequest(f"the inputs {', '.join(names)} must be given by their names")
        return {names[0]: values}
    rows = values if request.in_rows else [values]
    if any(not isinstance(row, dict) or set(row) != set(names) for row in rows):
        raise BadRequest(f"every instance must give the inputs {', '.join(names)}, and no others")
    if request.in_rows:
        return {name: [row[name] for row in rows] for name in names}
    return dict(values)


def _response(outputs: dict[str, Any], in_rows: bool) -> dict[str, Any]:
    plain = {name: _plain(array.tolist()) for name, array in outputs.items()}
    only = next(iter(plain.values())) if len(plain) == 1 else None
    if not in_rows:
        return {"outputs": only if len(plain) == 1 else plain}
    if len(plain) == 1:
        return {"predictions": only}
    return {
        "predictions": [
            dict(zip(plain, row, strict=True)) for row in zip(*plain.values(), strict=True)
        ]
    }


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return [_plain(part) for part in value]
    return value.decode() if isinstance(value, bytes) else value

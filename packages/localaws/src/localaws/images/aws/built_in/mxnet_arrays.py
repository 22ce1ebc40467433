"""MXNet's file of arrays, in which SageMaker's algorithms keep their models: written, and read again.

Notebooks load ``model_algo-1`` with ``mxnet.ndarray.load``: PCA's has names, K-Means's has none (the recorded runs in
public notebooks of the "population segmentation" course). The library has ended; its format, NDArray's second
version, is a page: a list's magic number, the arrays (kind of storage, shape, device, type, numbers), the names.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from .errors import FormatError

LIST = 0x112
ARRAY = 0xF993FAC9
DENSE, CPU = 0, 1
TYPES = {0: np.dtype("<f4"), 1: np.dtype("<f8"), 4: np.dtype("<i4"), 6: np.dtype("<i8")}


def dump(arrays: Mapping[str, np.ndarray] | Sequence[np.ndarray]) -> bytes:
    """The file of some arrays, each as float32; a mapping's have names."""
    names = list(arrays) if isinstance(arrays, Mapping) else []
    values = list(arrays.values()) if isinstance(arrays, Mapping) else list(arrays)
    parts = [struct.pack("<QQQ", LIST, 0, len(values)), *map(_array, values)]
    parts.append(struct.pack("<Q", len(names)))
    for name in names:
        parts += (struct.pack("<Q", len(name.encode())), name.encode())
    return b"".join(parts)


def load(data: bytes) -> dict[str, np.ndarray] | list[np.ndarray]:
    """The arrays of a file: a dictionary where they have names.

    Raises:
        FormatError: it is no such file, or it is cut off.
    """
    try:
        return _load(data)
    except (struct.error, UnicodeDecodeError):
        raise FormatError("it is cut off, or no file of MXNet's arrays") from None


def _array(values: np.ndarray) -> bytes:
    dense = np.ascontiguousarray(values, "<f4")
    head = struct.pack(
        f"<IiI{dense.ndim}qiii", ARRAY, DENSE, dense.ndim, *dense.shape, CPU, 0, 0
    )  # the last of these: the type is float32
    return head + bytes(dense.tobytes())


def _load(data: bytes) -> dict[str, np.ndarray] | list[np.ndarray]:
    reader = _Reader(data)
    magic, _, count = reader.take("<QQQ")
    if magic != LIST:
        raise FormatError("it is no file of MXNet's arrays")
    arrays = [reader.array() for _ in range(count)]
    (named,) = reader.take("<Q")
    names = [reader.text() for _ in range(named)]
    if names and len(names) != len(arrays):
        raise FormatError(f"it has {len(arrays)} arrays and {len(names)} names")
    return dict(zip(names, arrays, strict=True)) if names else arrays


class _Reader:
    """Takes a file apart, front to back."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    def take(self, layout: str) -> tuple[Any, ...]:
        values = struct.unpack_from(layout, self._data, self._at)
        self._at += struct.calcsize(layout)
        return values

    def text(self) -> str:
        (length,) = self.take("<Q")
        (text,) = self.take(f"<{length}s")
        return bytes(text).decode()

    def array(self) -> np.ndarray:
        magic, storage, dimensions = self.take("<IiI")
        if magic != ARRAY or storage != DENSE:
            raise FormatError("an array in it is not dense, or of another version of MXNet")
        shape = self.take(f"<{dimensions}q")
        _, _, kind = self.take("<iii")
        if kind not in TYPES:
            raise FormatError(f"an array in it has numbers of the unknown type {kind}")
        size = int(np.prod(shape, dtype=np.int64))
        (content,) = self.take(f"<{size * TYPES[kind].itemsize}s")
        read: np.ndarray = np.frombuffer(content, TYPES[kind]).reshape(shape)
        return read

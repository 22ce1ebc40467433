"""The checksum of TFRecord: CRC-32C, rotated and shifted. Only of the few bytes of a record's length."""

from __future__ import annotations

_POLYNOMIAL = 0x82F63B78
_MASK_DELTA = 0xA282EAD8


def _entry(value: int) -> int:
    for _ in range(8):
        value = (value >> 1) ^ (_POLYNOMIAL if value & 1 else 0)
    return value


_TABLE = [_entry(value) for value in range(256)]


def crc(data: bytes) -> int:
    """CRC-32C (Castagnoli)."""
    value = 0xFFFFFFFF
    for byte in data:
        value = _TABLE[(value ^ byte) & 0xFF] ^ (value >> 8)
    return value ^ 0xFFFFFFFF


def masked_crc(data: bytes) -> int:
    """As TFRecord stores it: a checksum of data that contain checksums is weak otherwise."""
    value = crc(data)
    return ((value >> 15 | value << 17) + _MASK_DELTA) & 0xFFFFFFFF

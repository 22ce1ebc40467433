"""The entry point of ``train``; written next."""

from __future__ import annotations


def main() -> int:
    raise NotImplementedError

"""The lines that a job prints, in the form of AWS's image: ``[2026-11-21:13:40:05:INFO] sentence``."""

from __future__ import annotations

import sys
import time


def info(sentence: str) -> None:
    _say("INFO", sentence)


def warning(sentence: str) -> None:
    _say("WARNING", sentence)


def error(sentence: str) -> None:
    _say("ERROR", sentence)


def _say(level: str, sentence: str) -> None:
    now = time.strftime("%Y-%m-%d:%H:%M:%S", time.gmtime())
    # One stream with the metrics, so that the order of the lines is that of what happened.
    print(f"[{now}:{level}] {sentence}", file=sys.stdout, flush=True)

"""What a run says of the corpus that its model was asked about."""

from __future__ import annotations

import io
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

from rich.console import Console

from stepline import transformation
from stepline.executions import Execution

ENDED = Execution("arn:x:one", "SUCCEEDED", [], {}, None, None)
OUTPUT = {"transformed": "s3://a-bucket/runs/one/transformed/"}


class S3:
    """A bucket with one object, or none."""

    def __init__(self, lines: list[str]) -> None:
        self.content = "".join(f"{line}\n" for line in lines).encode()

    def list_objects_v2(self, **asked: Any) -> dict[str, Any]:
        assert asked["Prefix"] == "runs/one/transformed/"
        contents = [{"Key": "runs/one/transformed/x.out", "Size": len(self.content)}]
        return {"Contents": contents} if self.content else {}

    def get_object(self, **_: Any) -> dict[str, Any]:
        return {"Body": io.BytesIO(self.content)}


def shown(lines: list[str]) -> list[str]:
    target: Any = SimpleNamespace(client=lambda service: S3(lines))
    console = Console(file=io.StringIO(), width=200)
    transformation.show(target, replace(ENDED, output=OUTPUT), console)
    return console.file.getvalue().split("\n")[1:-1]  # type: ignore[attr-defined]


def test_its_place_and_its_first_lines_are_shown() -> None:
    where, *lines = shown([f'{{"entities": [{n}]}}' for n in range(9)])
    assert where == "The model's responses are in s3://a-bucket/runs/one/transformed/"
    assert lines == [f'{{"entities": [{n}]}}' for n in range(transformation.LINES)]


def test_where_nothing_was_said_nothing_is_shown() -> None:
    assert len(shown([])) == 1


def test_whether_there_is_one_the_output_says() -> None:
    assert transformation.has_one(replace(ENDED, output=OUTPUT))
    assert not transformation.has_one(replace(ENDED, output={"endpoint": "one"}))
    assert not transformation.has_one(ENDED)

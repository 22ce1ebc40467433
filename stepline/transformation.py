"""What a run's model said of a corpus: where it lies, and how it begins."""

from __future__ import annotations

from urllib.parse import urlsplit

from rich.console import Console

from stepline.executions import Execution
from stepline.target import Target

LINES = 5
_BEGINNING = 64 * 1024  # bytes of an object, in which its first lines are looked for


def has_one(execution: Execution) -> bool:
    """Whether the execution's output names what was transformed."""
    return bool(execution.output and execution.output.get("transformed"))


def show(target: Target, execution: Execution, console: Console) -> None:
    """Print the location, and the first lines of the first object there."""
    assert execution.output is not None
    uri = str(execution.output["transformed"])
    location = urlsplit(uri)
    s3 = target.client("s3")
    found = s3.list_objects_v2(Bucket=location.netloc, Prefix=location.path.lstrip("/"), MaxKeys=1)
    console.print(
        f"\nThe model's responses are in {uri}", style="bold", highlight=False, soft_wrap=True
    )
    for item in found.get("Contents", []):
        span = f"bytes=0-{_BEGINNING - 1}" if item["Size"] else None
        body = s3.get_object(
            Bucket=location.netloc, Key=item["Key"], **({"Range": span} if span else {})
        )
        text = body["Body"].read().decode(errors="replace")
        for line in text.splitlines()[:LINES]:
            console.print(line, markup=False, highlight=False, soft_wrap=True)

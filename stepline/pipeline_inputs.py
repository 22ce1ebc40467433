"""What a pipeline reads: the data to train on and, where it starts from one, a pretrained checkpoint."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from stepline import checkpoint, embedded, samples, upload
from stepline.deployment import Deployment
from stepline.target import Target


def find_data(pipeline: str, data: Path | None, pretrained: str) -> Path:
    """Where the data lies: what was given, else the sample. A wrong path is said before anything is
    started.

    Raises:
        UserError: there is nothing in one of these paths.
    """
    if pretrained not in ("sample", "none"):
        upload.files_under(Path(pretrained))
    if data is not None:
        upload.files_under(data)
        return data
    return samples.data(pipeline)


def put(
    target: Target,
    deployment: Deployment,
    data: Path,
    pretrained: str,
    say: Callable[[str], None] = lambda line: None,
) -> None:
    """Upload data and checkpoint to where the deployed pipeline reads them by default.

    ``pretrained`` is a checkpoint's folder, ``sample`` or ``none``; ``say`` hears how far it is.
    """
    s3 = target.client("s3")
    upload.sync(s3, data, deployment.data, say)
    if deployment.pretrained and pretrained != "none":
        say("fetching the pretrained checkpoint")
        folder = checkpoint.fetch(embedded.home()) if pretrained == "sample" else Path(pretrained)
        upload.sync(s3, folder, deployment.pretrained, say)

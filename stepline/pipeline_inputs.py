"""What a pipeline reads: the data to train on and, where it starts from one, a pretrained checkpoint; and
the corpus, where it transforms one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from stepline import catalog, checkpoint, embedded, samples
from stepline.deployment import Deployment
from stepline.errors import UserError
from stepline.target import Target
from stepline.uploads import source, upload
from stepline.uploads.upload import Upload

SAMPLE, NONE = "sample", "none"  # of ``pretrained``, which is else a checkpoint's folder


def find_data(pipeline: str, data: Path | None, pretrained: str) -> Path:
    """Where the data lies: what was given, else the sample. What cannot be uploaded is said before
    anything is started.

    Raises:
        UserError: one of these paths holds nothing, or nothing that can be uploaded.
    """
    check(pipeline, data, pretrained)
    return data if data is not None else samples.data(pipeline)


def check(pipeline: str, data: Path | None, pretrained: str) -> None:
    """Look at the paths that were given.

    Raises:
        UserError: one holds nothing that can be uploaded, or the pipeline takes no checkpoint.
    """
    if pretrained not in (SAMPLE, NONE):
        source.files_under(Path(pretrained))
        known = catalog.read().pipelines.get(pipeline)
        if known and not known.takes_checkpoint:
            raise UserError(
                f"The pipeline {pipeline} starts from no checkpoint, so --pretrained {pretrained} is "
                "nothing to it. Leave it out."
            )
    if data is not None:
        source.files_under(data)


def planned(
    target: Target,
    deployment: Deployment,
    data: Path,
    pretrained: str,
    say: Callable[[str], None] = lambda line: None,
    corpus: Path | None = None,
) -> Upload:
    """What it takes for data and checkpoint to lie where the deployed pipeline reads them by default.

    Nothing is changed by it. ``pretrained`` is a checkpoint's folder, ``sample`` or ``none``; the sample
    goes nowhere but into the stack's own bucket. Without a ``corpus``, the pipeline's sample is transformed.

    Raises:
        UserError: a file cannot be uploaded, or the checkpoint has no place that is the stack's.
    """
    say("reading the files")
    sources = {deployment.data: data}
    asked = corpus or samples.corpus(deployment.pipeline)
    if deployment.corpus and asked:
        sources[deployment.corpus] = asked
    wanted = deployment.pretrained if pretrained != NONE else None
    if wanted and not wanted.startswith(f"s3://{deployment.bucket}/"):
        if pretrained != SAMPLE:
            raise UserError(
                f"The stack {deployment.stack} starts from {wanted}, which is not in its own bucket, so "
                f"nothing was uploaded. Put {pretrained} there yourself, or deploy it again with "
                "`-c stepline:pretrained=bucket`."
            )
        wanted = None
    if wanted:
        say("fetching the pretrained checkpoint")
        sources[wanted] = (
            checkpoint.fetch(embedded.home()) if pretrained == SAMPLE else Path(pretrained)
        )
    return upload.planned(target.client("s3"), sources)


def put(
    target: Target,
    deployment: Deployment,
    data: Path,
    pretrained: str,
    say: Callable[[str], None] = lambda line: None,
    corpus: Path | None = None,
) -> Upload:
    """Upload them without asking; what that came to."""
    decided = planned(target, deployment, data, pretrained, say, corpus)
    upload.carry_out(target.client("s3"), decided, say)
    return decided

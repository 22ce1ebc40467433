"""``stepline data``: what a pipeline trains on, uploaded, looked at and taken back."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer
from botocore.exceptions import ClientError

from stepline import advice, deployment, pipeline_inputs
from stepline.as_json import print_document
from stepline.commands.confirmation import Confirmed, Yes, confirm
from stepline.commands.options import Json, Pipeline, Stage
from stepline.commands.terminal import announced_target, err
from stepline.deployment import Deployment
from stepline.errors import UserError
from stepline.target import Target
from stepline.uploads import record, stored, undo, upload, wording
from stepline.uploads.record import Record
from stepline.uploads.stored import StoredObject
from stepline.uploads.upload import Upload

SHOWN = 20  # objects, and uploads, that are shown

app = typer.Typer()


@app.command(cls=Confirmed)
def data(
    pipeline: Pipeline = "ner",
    path: Annotated[
        Path | None, typer.Argument(metavar="[PATH]", help="A file or folder to upload.")
    ] = None,
    undo_last: Annotated[
        bool, typer.Option("--undo", help="Take the last upload back instead.")
    ] = False,
    stage: Stage = "dev",
    json: Json = False,
    yes: Yes = None,
) -> None:
    """What a pipeline trains on: show it, replace it by PATH.

    With --undo, take the last upload back.
    """
    if sum((path is not None, undo_last, json)) > 1:
        raise UserError("PATH uploads, --undo takes back and --json shows: give one of them.")
    if path is not None:
        pipeline_inputs.check(pipeline, path, pipeline_inputs.NONE)
    target = announced_target()
    deployed = deployment.find(target, pipeline, stage)
    if undo_last:
        _take_back(target, deployed, yes)
    elif path is not None:
        upload_with_consent(target, deployed, path, pipeline_inputs.NONE, yes)
    else:
        _show(target, deployed, json)


def upload_with_consent(
    target: Target, deployed: Deployment, path: Path, pretrained: str, yes: str | None
) -> Upload:
    """Upload data and checkpoint; where that replaces or deletes anything, it is asked first.

    Raises:
        UserError: nothing was changed, but for what the message says.
    """
    with err.status("Reading") as status:
        decided = pipeline_inputs.planned(target, deployed, path, pretrained, status.update)
    comes_to = wording.of_upload(decided, _undo_command(deployed))
    if decided.replaces:
        confirm(target, comes_to, yes)
    else:
        _say(comes_to)
    try:
        with err.status("Uploading") as status:
            upload.carry_out(target.client("s3"), decided, status.update)
    except KeyboardInterrupt:
        _say(
            "\nInterrupted: nothing is lost, but what lies there may be old and new mixed. Do it again, "
            f"or take it back: `{_undo_command(deployed)}`."
        )
        raise
    if not decided.changes_nothing:
        _say(f"Uploaded: {len(decided.sent):,} sent, {len(decided.gone):,} deleted.")
    return decided


def _take_back(target: Target, deployed: Deployment, yes: str | None) -> None:
    s3 = target.client("s3")
    try:
        decided = undo.planned(s3, deployed.bucket)
        confirm(target, wording.of_undo(decided, deployed.bucket), yes)
        with err.status("Taking back") as status:
            undo.carry_out(s3, deployed.bucket, decided, status.update)
        earlier = record.latest(s3, deployed.bucket)
    except ClientError as error:
        raise UserError(f"The upload could not be taken back: {error}") from error
    _say("Taken back.")
    if earlier:
        _say(f"Once more takes back {wording.of_record(earlier)}: `{_undo_command(deployed)}`.")


def _show(target: Target, deployed: Deployment, as_json: bool) -> None:
    s3 = target.client("s3")
    try:
        objects = list(stored.lying(s3, *stored.address(deployed.data)).values())
        uploads = record.read_all(s3, deployed.bucket, SHOWN)
    except ClientError as error:
        raise UserError(f"{deployed.data} could not be looked at: {error}") from error
    if as_json:
        print_document(_document(deployed, objects, uploads))
        return
    print(f"{deployed.data} holds {wording.amount(each.size for each in objects)}")
    prefix = stored.address(deployed.data)[1]
    for each in objects[:SHOWN]:
        name = wording.printable(each.key.removeprefix(prefix))
        print(f"  {each.modified:%Y-%m-%d %H:%M}  {wording.size(each.size):>10}  {name}")
    if len(objects) > SHOWN:
        print(f"  and {len(objects) - SHOWN:,} more")
    last = next((each for each in uploads if each.undone is None), None)
    if last:
        print(f"Last came {wording.of_record(last)}.")
        print(f"To take it back: {_undo_command(deployed)}")


def _document(
    deployed: Deployment, objects: list[StoredObject], uploads: list[Record]
) -> dict[str, Any]:
    return {
        "type": "data",
        "pipeline": deployed.pipeline,
        "stage": deployed.stage,
        "uri": deployed.data,
        "objects": [asdict(each) for each in objects],
        "uploads": [asdict(each) for each in uploads],
    }


def _undo_command(deployed: Deployment) -> str:
    return advice.command("data", deployed.pipeline, deployed.stage, "--undo")


def _say(text: str) -> None:
    err.print(text, markup=False, highlight=False, soft_wrap=True)

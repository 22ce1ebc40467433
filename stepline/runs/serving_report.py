"""What an endpoint serves and what made it, for people (``shown``) and for programs (``document``). Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from rich.table import Column
from rich.text import Text

from stepline.as_json import moment
from stepline.columns import laid_out
from stepline.durations import spoken
from stepline.runs import figures
from stepline.runs.differences import jobs, machines, scores
from stepline.runs.record import Record
from stepline.runs.serving import Serving, Variant

_NO_JOBS = Text("Its record has no job.", style="dim")
MOST_VERSIONS = 5  # of the data, that people are shown


def shown(serving: Serving) -> Text:
    """The endpoint first, then each variant's model and what its record says."""
    parts = [laid_out(list(_endpoint(serving)), Column(style="bold"), Column())]
    for variant in serving.variants:
        parts.append(Text(f"\nVariant {variant.name}", style="bold underline"))
        made = [] if variant.record is None else list(_made(variant.record))
        parts.append(laid_out([*_variant(variant), *made], Column(style="bold"), Column()))
        if variant.record is not None:
            parts.append(Text(""))
            parts.append(_jobs(variant.record) if jobs(variant.record) else _NO_JOBS)
    return Text("\n").join(parts)


def _endpoint(serving: Serving) -> Iterator[tuple[str, str]]:
    yield "Endpoint", f"{serving.endpoint} ({serving.status})"
    yield "Serves", f"{serving.configuration}, since {serving.since:%Y-%m-%d %H:%M} UTC"
    if serving.failure:
        yield "Failed", serving.failure
    if not serving.ours and not any(variant.problem for variant in serving.variants):
        yield "Made by", "not by stepline: no model of it has the tag of a run"


def _variant(variant: Variant) -> Iterator[tuple[str, str]]:
    on = "serverless"
    if variant.instance_type or variant.instances:
        on = f"{variant.instances} × {variant.instance_type or 'a type that is not told'}"
    share = "" if variant.weight in (None, 1) else f", weight {variant.weight:g}"
    yield "Model", f"{variant.model or '—'}"
    yield "Machines", f"{on}{share}"
    if variant.image:
        yield "Image", f"{variant.image}{f' ({variant.digest})' if variant.digest else ''}"
    if variant.artifact:
        yield "Artifact", variant.artifact
    if variant.run:
        yield "Run", variant.run
    if variant.problem:
        yield "Not known", variant.problem


def _made(record: Record) -> Iterator[tuple[str, str]]:
    execution = record["execution"]
    by = f", started by {execution['started_by']}" if execution.get("started_by") else ""
    yield "Execution", f"{execution.get('name') or execution.get('arn')}{by}"
    yield "Started", f"{execution.get('started')}, {_took(execution)}"
    if said := (record.get("outcome") or {}).get("sentence"):
        yield "Outcome", said
    yield from _data(record)
    hyperparameters = (record.get("config") or {}).get("hyperparameters") or {}
    for number, (name, value) in enumerate(hyperparameters.items()):
        yield "" if number else "Hyperparameters", f"{name} = {value}"
    for number, (name, score) in enumerate(scores(record).items()):
        yield "" if number else "Metrics", f"{name} {figures.score(score)}"
    if decided := (record.get("decision") or {}).get("sentence"):
        yield "Decided", decided
    yield "Approved by", _approved(record)
    if package := (record.get("model") or {}).get("package"):
        yield "Registered", package
    champion = record.get("champion") or {}
    if before := champion.get("run") or champion.get("model"):
        yield "Before it", str(before)
    yield "Cost", figures.dollars(record.get("cost"))


def _data(record: Record) -> Iterator[tuple[str, str]]:
    config = record.get("config") or {}
    inputs = record.get("inputs") or ({"data": {"uri": config["data"]}} if "data" in config else {})
    for name, each in inputs.items():
        if not isinstance(each, dict):
            continue
        yield name.capitalize(), f"{each.get('uri')} ({figures.amount(each) or 'not counted'})"
        if each.get("digest"):
            yield "", f"digest {each['digest']}"
        yield from _versions(each.get("versions"))


def _versions(versions: Any) -> Iterator[tuple[str, str]]:
    found = versions if isinstance(versions, dict) else {}
    if found.get("problem"):
        yield "", f"versions not known: {found['problem']}"
    listed = [one for one in found.get("objects") or [] if one]
    for one in listed[:MOST_VERSIONS]:
        yield "", f"{one.get('key')} version {one.get('version')}"
    if len(listed) > MOST_VERSIONS:
        yield "", f"and {len(listed) - MOST_VERSIONS} more (--json has all)"
    if found.get("uri"):
        yield "", f"versions listed at {found['uri']}"


def _approved(record: Record) -> str:
    approval = record.get("approval") or {}
    if not approval:
        return "nobody: no approval was asked for"
    who = approval.get("by") or "somebody who did not say who"
    return f"{who}{': ' + approval['reason'] if approval.get('reason') else ''}"


def _jobs(record: Record) -> Text:
    rows = [("Job", "On", "Took", "Cost", "Code", "Image")]
    rows += [
        (
            f"{job['name']}{' ↺' if job.get('reused_from') else ''}{' ✗' if _ended_badly(job) else ''}",
            machines(job) or "—",
            _took(job),
            figures.dollars(job.get("cost")),
            (job.get("code") or {}).get("hash") or "—",
            _image(job),
        )
        for job in jobs(record)
    ]
    columns = (Column(), Column(), Column(justify="right"), Column(), Column(), Column())
    table = laid_out(rows, *columns)
    table.stylize("bold", 0, table.plain.find("\n") if "\n" in table.plain else len(table.plain))
    if any(job.get("reused_from") for job in jobs(record)):
        table.append("\n↺ reused: an earlier execution ran it", style="dim")
    if any(map(_ended_badly, jobs(record))):
        table.append("\n✗ ended badly: a redrive ran it again", style="dim")
    return table


def _ended_badly(job: Mapping[str, Any]) -> bool:
    return job.get("status") in ("Failed", "Stopped")


def _image(job: Mapping[str, Any]) -> str:
    image = job.get("image") or {}
    return str(image.get("digest") or image.get("uri") or "—")


def _took(what: Mapping[str, Any]) -> str:
    seconds = what.get("seconds")
    return spoken(float(seconds)) if isinstance(seconds, int | float) else "—"


def document(serving: Serving) -> dict[str, Any]:
    """The same for ``--json``; each variant's ``record`` is the run's own document."""
    return {
        "type": "explanation",
        "endpoint": serving.endpoint,
        "status": serving.status,
        "configuration": serving.configuration,
        "since": moment(serving.since),
        "failure": serving.failure,
        "made_by_stepline": serving.ours,
        "variants": [
            {
                "name": one.name,
                "model": one.model,
                "weight": one.weight,
                "instances": one.instances,
                "instance_type": one.instance_type,
                "image": one.image,
                "digest": one.digest,
                "artifact": one.artifact,
                "created": moment(one.created),
                "run": one.run,
                "problem": one.problem,
                "record": one.record,
            }
            for one in serving.variants
        ],
    }

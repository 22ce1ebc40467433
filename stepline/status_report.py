"""How a deployment stands, for people (``shown``) and for programs (``document``). Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from typing import Any

from rich.table import Column
from rich.text import Text

from stepline import advice
from stepline.as_json import moment, seconds
from stepline.columns import laid_out
from stepline.deployment import Deployment
from stepline.durations import spoken
from stepline.runs.items import Turn
from stepline.status import Listed, Starter, Status
from stepline.untold import Untold
from stepline.watching.metrics import Metrics

# A line has 80 columns, an execution's name 36 of them: a metric has 13.
METRICS_WIDTH = 13
MARKS = {"SUCCEEDED": "✓", "RUNNING": "…"}
RELEASED = (
    "In service",
    "Transformed",
)  # the outcomes whose scores are those of the model that was released
COLOURS = {"✓": "green", "…": "cyan", "✗": "red"}


def shown(status: Status) -> Iterator[Text]:
    """The status in blocks of lines."""
    deployment = status.deployment
    yield laid_out(
        [
            ("Stack", f"{deployment.stack} ({deployment.status})"),
            ("State machine", deployment.state_machine),
            ("Bucket", deployment.bucket),
            ("Endpoint", f"{deployment.endpoint} ({_endpoint(status.endpoint)})"),
            *_configuration(status.endpoint),
            *(("Schedule", schedule) for schedule in _written_schedules(status.schedules)),
            *_turn(status.turn),
        ]
    )
    if isinstance(status.executions, Untold):
        yield Text(f"Executions: {status.executions.why}")
        return
    if not status.executions:
        start = advice.command("start", deployment.pipeline, deployment.stage, "--watch")
        yield Text(f"No execution yet. Start one: {start}")
        return
    waiting = [] if isinstance(status.waiting, Untold) else status.waiting
    yield _table(status.executions, {one.name for one in waiting})
    for one in waiting:
        named = (deployment.pipeline, deployment.stage, "--execution", one.name)
        until = f" until {one.deadline:%Y-%m-%d %H:%M} UTC" if one.deadline else ""
        yield Text(
            f"{one.name} waits for approval{until}. {one.sentence or ''}\n"
            f"Decide: {advice.command('approve', *named)}\n"
            f"        {advice.command('reject', *named, '--reason', 'WHY')}"
        )
    latest = advice.command("watch", deployment.pipeline, deployment.stage)
    yield Text(f"The latest in detail: {latest}")


def _table(executions: list[Listed], waiting: Set[str]) -> Text:
    rows = [
        (
            one.name,
            f"{one.started.astimezone():%m-%d %H:%M}",
            spoken((one.ended - one.started).total_seconds()) if one.ended else "",
            "… Waiting" if one.name in waiting else _result(one),
        )
        for one in executions
    ]
    text = laid_out(
        [("Execution", "Started", "Took", "Result"), *rows],
        *(Column(), Column(), Column(justify="right"), Column()),
    )
    for mark, colour in COLOURS.items():
        text.highlight_regex(rf"{mark} .*", colour)
    return text


def _result(one: Listed) -> str:
    """How good the model is that an execution released; else how it ended, or stands."""
    mark = MARKS.get(one.status, "✗")
    if one.outcome and one.outcome not in RELEASED:
        return f"{mark} {one.outcome}"
    return f"{mark} {Metrics(_scores(one)).within(METRICS_WIDTH) or one.outcome or one.status}"


def _scores(one: Listed) -> Mapping[str, float]:
    """The number that the gate went by, where there was one: what the training said of itself decides nothing."""
    decision = one.decision or {}
    score = decision.get("candidate")
    return {str(decision.get("metric")): score} if isinstance(score, int | float) else one.metrics


def _turn(turn: Turn | Untold | None) -> list[tuple[str, str]]:
    """Nobody's is not worth a line; one that is never given up is what keeps all others from running."""
    if isinstance(turn, Untold):
        return [("Turn", turn.why)]
    since = f", since {turn.taken:%Y-%m-%d %H:%M} UTC" if turn and turn.taken else ""
    return [("Turn", f"{turn.name}{since}")] if turn else []


def _endpoint(endpoint: Mapping[str, Any] | Untold) -> str:
    if isinstance(endpoint, Untold):
        return "not created yet: the first execution makes it" if endpoint.missing else endpoint.why
    return str(endpoint["EndpointStatus"])


def _configuration(endpoint: Mapping[str, Any] | Untold) -> list[tuple[str, str]]:
    """A line of its own: beside the endpoint's name its own would not fit."""
    return [] if isinstance(endpoint, Untold) else [("Serves", endpoint["EndpointConfigName"])]


def _written_schedules(schedules: list[Starter] | Untold) -> list[str]:
    if isinstance(schedules, Untold):
        return [schedules.why]
    return [
        " ".join(
            [
                one.expression or "an event",
                *([one.time_zone] if one.time_zone else []),
                f"({one.state})",
            ]
        )
        for one in schedules
    ]


def document(status: Status) -> dict[str, Any]:
    """The same for ``--json``; null where AWS does not tell."""
    deployment = status.deployment
    found = status.endpoint
    endpoint = {} if isinstance(found, Untold) else found
    return {
        "type": "status",
        "pipeline": deployment.pipeline,
        "stage": deployment.stage,
        "stack": {"name": deployment.stack, "status": deployment.status},
        "state_machine": deployment.state_machine,
        "bucket": deployment.bucket,
        "data": deployment.data,
        "endpoint": {
            "name": deployment.endpoint,
            "status": endpoint.get("EndpointStatus"),
            "configuration": endpoint.get("EndpointConfigName"),
        },
        "schedules": None
        if isinstance(status.schedules, Untold)
        else [
            {"expression": one.expression, "time_zone": one.time_zone, "state": one.state}
            for one in status.schedules
        ],
        "turn": _of_turn(status.turn),
        "waiting": None
        if isinstance(status.waiting, Untold)
        else [
            {"execution": one.name, "until": moment(one.deadline), "sentence": one.sentence}
            for one in status.waiting
        ],
        "executions": None
        if isinstance(status.executions, Untold)
        else [_listed(deployment, one) for one in status.executions],
    }


def _of_turn(turn: Turn | Untold | None) -> dict[str, Any] | None:
    if turn is None or isinstance(turn, Untold):
        return None
    return {"execution": turn.name, "taken": moment(turn.taken)}


def _listed(deployment: Deployment, one: Listed) -> dict[str, Any]:
    return {
        "type": "execution",
        "pipeline": deployment.pipeline,
        "stage": deployment.stage,
        "name": one.name,
        "arn": one.arn,
        "status": one.status,
        "outcome": one.outcome,
        "started": moment(one.started),
        "ended": moment(one.ended),
        "seconds": seconds(one.started, one.ended),
        "metrics": dict(one.metrics),
        "decision": one.decision,
    }

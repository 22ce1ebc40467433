"""EventBridge Scheduler's own rules over moto's backend of it: what is refused before anything is kept."""

from __future__ import annotations

from typing import Any

from moto.core.exceptions import JsonRESTError
from moto.scheduler.exceptions import ValidationException
from moto.scheduler.models import EventBridgeSchedulerBackend, Schedule
from moto.scheduler.responses import EventBridgeSchedulerResponse

from localaws.events.scheduler_checks import check_schedule


class GroupExists(JsonRESTError):  # type: ignore[misc]
    """The API's error of a schedule group whose name is taken."""

    def __init__(self, name: str) -> None:
        super().__init__("ConflictException", f"Schedule group {name} already exists.")


class Schedules(EventBridgeSchedulerBackend):  # type: ignore[misc]  # moto is untyped to mypy here
    """EventBridge Scheduler."""

    def create_schedule(self, **members: Any) -> Schedule:
        check_schedule(members)
        self.get_schedule_group(members["group_name"])
        return super().create_schedule(**members)

    def update_schedule(self, **members: Any) -> Schedule:
        self.get_schedule(members["group_name"], members["name"])
        check_schedule(members)
        return super().update_schedule(**members | {"state": members.get("state") or "ENABLED"})

    def create_schedule_group(self, name: str, tags: list[dict[str, str]] | None) -> Any:
        if name in self.schedule_groups:
            raise GroupExists(name)
        return super().create_schedule_group(name, tags or [])

    def delete_schedule_group(self, name: str | None) -> None:
        if name == "default":
            raise ValidationException("The default schedule group cannot be deleted.")
        del self.schedule_groups[self.get_schedule_group(name).name]


_moto_updates = EventBridgeSchedulerResponse.update_schedule


def update_schedule(response: EventBridgeSchedulerResponse) -> str:
    """UpdateSchedule with ActionAfterCompletion, which moto does not hand on to its backend."""
    told: str = _moto_updates(response)
    name = response.uri.split("?")[0].split("/")[-1]
    schedule = response.scheduler_backend.get_schedule(response._get_param("GroupName"), name)
    schedule.action_after_completion = response._get_param("ActionAfterCompletion") or "NONE"
    return told

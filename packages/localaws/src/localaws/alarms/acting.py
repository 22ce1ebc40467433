"""Tells of a change of state: an event on the default bus, and what the alarm's actions say."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from localaws.alarms import state_change
from localaws.alarms.state_change import HistoryItem, StateChange
from localaws.events.announcements import send
from localaws.this_aws.clients import CLIENTS

log = logging.getLogger(__name__)


def act(change: StateChange, remember: Callable[[HistoryItem], None]) -> None:
    """Send the event, do each action; what came of an action is handed to ``remember``."""
    alarm = change.alarm
    send(
        *(alarm.account, alarm.region, state_change.DETAIL_TYPE, alarm.arn),
        *(state_change.event_detail(change), change.new.since, state_change.SOURCE),
    )
    for target in alarm.actions.on(change.new.state):
        message = state_change.message(change)
        error = _publish(target, state_change.subject(change), message)
        if error:
            log.warning("alarm %s could not tell %s: %s", alarm.name, target, error)
        remember(state_change.action(change, target, message, error))


def _publish(topic: str, subject: str, message: str) -> str | None:
    """Publish to a topic; what went wrong."""
    client: Any = CLIENTS.get("sns", topic.split(":")[3])
    try:
        client.publish(TopicArn=topic, Subject=subject, Message=message)
    except ClientError as error:
        return str(error.response["Error"]["Message"])
    except BotoCoreError as error:
        return str(error)
    return None

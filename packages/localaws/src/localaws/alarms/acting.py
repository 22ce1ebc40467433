"""Tells of what happens to an alarm: events on the default bus, and what the alarm's actions say."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from localaws.alarms import configuration_change, mail, state_change
from localaws.alarms.configuration_change import ConfigurationChange
from localaws.alarms.state_change import HistoryItem, StateChange
from localaws.events.announcements import send
from localaws.protocols.refusal import Refusal
from localaws.this_aws.clients import CLIENTS
from localaws.this_aws.invoking import InvokeFunction

log = logging.getLogger(__name__)

_PRINCIPAL = "lambda.alarms.cloudwatch.amazonaws.com"


class Acting:
    """What is done when something happens to an alarm."""

    def __init__(self, invoke_function: InvokeFunction) -> None:
        self._invoke_function = invoke_function

    def state_changed(self, change: StateChange, remember: Callable[[HistoryItem], None]) -> None:
        """Send the event, do each action; what came of an action is handed to ``remember``."""
        alarm = change.alarm
        send(
            *(alarm.account, alarm.region, state_change.DETAIL_TYPE, alarm.arn),
            *(state_change.event_detail(change), change.new.since, state_change.SOURCE),
        )
        for target in alarm.actions.on(change.new.state):
            is_topic = target.split(":")[2] == "sns"
            message = mail.by_protocol(change) if is_topic else _event(change)
            error = (
                _publish(target, state_change.subject(change), message)
                if is_topic
                else self._invoke(target, message, alarm.arn)
            )
            if error:
                log.warning("alarm %s could not tell %s: %s", alarm.name, target, error)
            remember(state_change.action(change, target, message, error))

    def configured(self, change: ConfigurationChange) -> None:
        """Send the event of a change of what an alarm is."""
        alarm = change.alarm
        send(
            *(alarm.account, alarm.region, configuration_change.DETAIL_TYPE, alarm.arn),
            *(configuration_change.event_detail(change), change.moment, state_change.SOURCE),
        )

    def _invoke(self, function: str, event: str, alarm: str) -> str | None:
        """Invoke a function; what went wrong."""
        try:
            self._invoke_function(function, event.encode(), principal=_PRINCIPAL, source=alarm)
        except Refusal as refusal:
            return str(refusal)
        return None


def _event(change: StateChange) -> str:
    return json.dumps(state_change.function_event(change), separators=(",", ":"))


def _publish(topic: str, subject: str, message: str) -> str | None:
    """Publish to a topic, to each protocol its own message; what went wrong."""
    client: Any = CLIENTS.get("sns", topic.split(":")[3])
    try:
        client.publish(TopicArn=topic, Subject=subject, Message=message, MessageStructure="json")
    except ClientError as error:
        return str(error.response["Error"]["Message"])
    except BotoCoreError as error:
        return str(error)
    return None

"""The second state machine, and the rule that starts it when an execution of the first has ended badly.

What it does is said in `pipelines.closing`. An event that cannot start it becomes a dead letter.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from aws_cdk import aws_events as events
from aws_cdk import aws_iam as iam
from aws_cdk import aws_sqs as sqs
from aws_cdk import aws_stepfunctions as sfn
from constructs import Construct

from infrastructure import key, rights
from infrastructure.dead_letters import admit
from infrastructure.release_rights import lists
from infrastructure.settings import Settings
from infrastructure.state_machine import log_group, state_machine
from infrastructure.state_machine_role import by_prefix, telemetry
from infrastructure.statement import Statement, needs_rights, role
from pipelines.closing.state_machine import pattern


class Closing(Construct):
    """`<stack>-closing`, with a role, a log and a rule of its own."""

    def __init__(
        self,
        scope: Construct,
        settings: Settings,
        *,
        definition: Mapping[str, Any],
        of: sfn.CfnStateMachine,
        own: Mapping[str, Callable[..., Statement]],
        undelivered: sqs.Queue,
        key_arn: str | None,
    ) -> None:
        """of: the state machine whose executions are closed. own: by kind, what the stack has (`of_the_stack`).

        Raises UnknownIntegration for a task whose rights are unknown.
        """
        super().__init__(scope, "Closing")
        name = f"{settings.stack_name}-closing"
        own = {**own, "all": lists}
        statements = [
            own[kind](actions) if kind in own else by_prefix(kind, actions, settings.stack_name)
            for kind, actions in rights.needed(definition).items()
        ]
        if key_arn:
            statements.append(key.use_by_role(key_arn))
        group = log_group(
            self, name=name, retention_days=settings.log_retention_days, key_arn=key_arn
        )
        self.machine = state_machine(
            self,
            name=name,
            definition=definition,
            role=role(self, "StateMachineRole", "states", [*statements, *telemetry()]),
            group=group,
        )
        self._rule(name, of, undelivered)

    def _rule(self, name: str, of: sfn.CfnStateMachine, undelivered: sqs.Queue) -> None:
        starter = self._starter()
        rule = events.CfnRule(
            self,
            "Rule",
            name=name,
            description="An execution of the retraining failed, timed out, was stopped or redriven",
            event_pattern=pattern(of.ref),
            targets=[
                events.CfnRule.TargetProperty(
                    id="StateMachine",
                    arn=self.machine.ref,
                    role_arn=starter.role_arn,
                    retry_policy=events.CfnRule.RetryPolicyProperty(
                        maximum_event_age_in_seconds=24 * 3600, maximum_retry_attempts=185
                    ),
                    dead_letter_config=events.CfnRule.DeadLetterConfigProperty(
                        arn=undelivered.queue_arn
                    ),
                )
            ],
        )
        needs_rights(rule, starter)
        admit(undelivered, rule)

    def _starter(self) -> iam.Role:
        start = Statement("Start", ("states:StartExecution",), (self.machine.ref,))
        return role(self, "RuleRole", "events", [start])

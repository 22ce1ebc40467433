"""The checks in their order, each to its end whatever is missing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from botocore.exceptions import BotoCoreError, ClientError

from stepline.doctor import (
    account,
    bootstrap,
    disk,
    docker,
    endpoint,
    left,
    names,
    quotas,
    resource_types,
    stack_state,
    synthesis,
    toolchain,
)
from stepline.doctor.case import Case, NotKnown
from stepline.doctor.finding import Finding, not_checked
from stepline.doctor.time_limit import TookTooLong, within
from stepline.errors import UserError


@dataclass(frozen=True)
class Check:
    """``name`` is what a line says that is about all of it; ``seconds`` end it."""

    name: str
    run: Callable[[Case], Iterator[Finding]]
    seconds: float = 45.0


CHECKS = (
    Check("AWS", account.check),
    Check("programs", toolchain.check, 70.0),
    Check(synthesis.CHECK, synthesis.check, 180.0),
    Check(docker.CHECK, docker.check),
    Check(disk.CHECK, disk.check),
    Check(bootstrap.CHECK, bootstrap.check),
    Check(resource_types.CHECK, resource_types.check),
    Check(stack_state.CHECK, stack_state.check),
    Check(names.CHECK, names.check),
    Check(endpoint.CHECK, endpoint.check),
    Check(left.CHECK, left.check),
    Check(quotas.CHECK, quotas.check, 120.0),  # SageMaker has thousands of them
)


def examine(case: Case, checks: tuple[Check, ...] = CHECKS) -> Iterator[Finding]:
    """What each check finds, as soon as it does. Nothing is raised: what fails was not checked."""
    for each in checks:
        try:
            with within(each.seconds):
                found = list(each.run(case))
        except (NotKnown, TookTooLong, UserError, BotoCoreError) as error:
            found = [not_checked(each.name, _sentence(error))]
        except ClientError as error:
            found = [not_checked(each.name, _refusal(error))]
        except Exception as error:  # noqa: BLE001 - a defect of one check hides no other's findings
            found = [not_checked(each.name, f"it failed: {type(error).__name__}: {error}")]
        yield from found


def _sentence(error: BaseException) -> str:
    return " ".join(str(error).split()).rstrip(".")


def _refusal(error: ClientError) -> str:
    told = error.response["Error"]
    message = " ".join(told.get("Message", "").split()).rstrip(".")
    return f"{error.operation_name} was refused ({told['Code']}: {message})"

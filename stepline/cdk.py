"""Runs the real CDK CLI against an AWS, and believes a deployment only once it is read back."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections import deque
from collections.abc import Callable, Sequence
from pathlib import Path

from stepline import assembly, embedded, locks, programs
from stepline.deployment import Deployment, describe_stack, find, stack_name
from stepline.errors import UserError
from stepline.target import Target

WHOLE = {"CREATE_COMPLETE", "UPDATE_COMPLETE"}
BOOTSTRAP_STACK = "CDKToolkit"


def deploy(
    target: Target,
    pipeline: str,
    stage: str,
    options: Sequence[str] = (),
    on_line: Callable[[str], None] = lambda line: None,
) -> Deployment:
    """``cdk deploy``, after ``cdk bootstrap`` where the embedded AWS has not had it yet.

    ``options`` go to the CDK CLI as they are; ``on_line`` gets what it says on the embedded AWS.

    Raises:
        UserError: the CDK CLI failed, or the stack or one of its resources is not whole.
    """
    given = ["-c", f"stepline:pipeline={pipeline}", "-c", f"stepline:stage={stage}", *options]
    if bootstraps(target):
        _deploy_embedded(target, given, on_line)
    else:
        # A person bootstraps an account once, knowingly, and approves changes of rights.
        _cdk(target, ["deploy", *given], on_line)
    return read_back(target, pipeline, stage)


def bootstraps(target: Target) -> bool:
    """Whether ``deploy`` bootstraps that AWS by itself."""
    return target.embedded


def _deploy_embedded(target: Target, given: list[str], on_line: Callable[[str], None]) -> None:
    with locks.held(embedded.home() / "bootstrap.lock", wait=True):
        if describe_stack(target, BOOTSTRAP_STACK) is None:
            account = target.client("sts").get_caller_identity()["Account"]
            where = f"aws://{account}/{target.environment['AWS_REGION']}"
            # Away from cdk.json, or the CLI would run the whole app only to bootstrap.
            _cdk(target, ["bootstrap", where], on_line, folder=embedded.home())
    # The region is written into an assembly: one of another region is another one.
    region = target.environment["AWS_REGION"]
    made = assembly.folder(embedded.home(), Path.cwd(), [f"region={region}", *given])
    command = ["deploy", "--progress", "events", "--require-approval", "never", *given]
    _cdk(target, [*command, *assembly.options(made)], on_line)
    assembly.keep(made)


def read_back(target: Target, pipeline: str, stage: str) -> Deployment:
    """The deployment, once its status, its resources and its outputs say that it is whole."""
    name = stack_name(pipeline, stage)
    stack = describe_stack(target, name)
    status = stack["StackStatus"] if stack else "absent"
    if status not in WHOLE:
        raise UserError(
            f"The CDK CLI ended well, but the stack {name} is {status}. "
            f"Its events say why: `aws cloudformation describe-stack-events --stack-name {name}`."
        )
    resources = target.client("cloudformation").describe_stack_resources(StackName=name)
    for resource in resources["StackResources"]:
        if resource["ResourceStatus"] not in WHOLE or not resource.get("PhysicalResourceId"):
            raise UserError(
                f"The stack {name} is {status}, but its resource {resource['LogicalResourceId']} "
                f"({resource['ResourceType']}) is {resource['ResourceStatus']}."
            )
    return find(target, pipeline, stage)


def _cdk(
    target: Target,
    arguments: list[str],
    on_line: Callable[[str], None],
    folder: Path = Path(),
) -> None:
    command = ["cdk", *arguments]
    environment = {**os.environ, **target.environment, "PATH": path()}
    if shutil.which("cdk", path=environment["PATH"]) is None:
        raise UserError("The CDK CLI is not installed here. Run `make environment`.")
    if not target.embedded:
        # It asks a person to approve changes of rights: the terminal is theirs.
        if subprocess.run(command, env=environment).returncode:
            raise UserError(f"`cdk {arguments[0]}` failed; its own words are above.")
        return
    # The template was validated when the project was tested: 12 s less on every deploy.
    environment["CDK_VALIDATION"] = "false"
    said: deque[str] = deque(maxlen=60)
    with (
        (embedded.home() / "cdk.log").open("a") as log,
        subprocess.Popen(
            command,
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
        ) as process,
    ):
        assert process.stdout is not None
        try:
            for line in map(str.rstrip, process.stdout):
                print(line, file=log, flush=True)
                said.append(line)
                on_line(line)
        except BaseException:
            process.terminate()
            raise
    if process.returncode:
        raise UserError(f"`cdk {arguments[0]}` failed:\n" + "\n".join(said))


def path() -> str:
    """This environment's programs (the CDK app's python3, Node) and the pinned CDK CLI first."""
    return os.pathsep.join([*programs.folders(), os.environ.get("PATH", os.defpath)])

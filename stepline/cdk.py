"""Runs the real CDK CLI against an AWS, and believes a deployment only once it is read back."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from stepline import assembly, embedded, locks, programs, takeover
from stepline.deployment import Deployment, describe_stack, find, stack_name
from stepline.errors import UserError
from stepline.takeover import Left
from stepline.target import Target

WHOLE = {"CREATE_COMPLETE", "UPDATE_COMPLETE"}
IMPORTED = {"IMPORT_COMPLETE"}  # of a resource that was taken over and is as the template says
BOOTSTRAP_STACK = "CDKToolkit"


def deploy(
    target: Target,
    pipeline: str,
    stage: str,
    options: Sequence[str] = (),
    on_line: Callable[[str], None] = lambda line: None,
    say: Callable[[str], None] = lambda sentence: None,
) -> Deployment:
    """``cdk deploy``, after ``cdk bootstrap`` where the embedded AWS has not had it yet.

    A first stack takes over what an earlier one left (``takeover``); ``say`` hears what. ``options`` go
    to the CDK CLI as they are; ``on_line`` gets what it says on the embedded AWS.

    Raises:
        UserError: the CDK CLI failed, or the stack or one of its resources is not whole.
    """
    given = ["-c", f"stepline:pipeline={pipeline}", "-c", f"stepline:stage={stage}", *options]
    left = takeover.find(target, pipeline, stage)
    for sentence in left.sentences if left else ():
        say(sentence)
    with tempfile.TemporaryDirectory() as folder:
        run = _Run(target, stack_name(pipeline, stage), given, left, on_line)
        if bootstraps(target):
            _deploy_embedded(run)
        else:
            # A person bootstraps an account once, knowingly, and approves changes of rights.
            _cdk(target, ["deploy", *given, *_taken_over(run, Path(folder) / "cdk.out")], on_line)
    return read_back(target, pipeline, stage)


def bootstraps(target: Target) -> bool:
    """Whether ``deploy`` bootstraps that AWS by itself."""
    return target.embedded


@dataclass(frozen=True)
class _Run:
    """What one deployment is asked for."""

    target: Target
    stack: str
    given: list[str]
    left: Left | None
    on_line: Callable[[str], None]


def _deploy_embedded(run: _Run) -> None:
    target = run.target
    with locks.held(embedded.home() / "bootstrap.lock", wait=True):
        if describe_stack(target, BOOTSTRAP_STACK) is None:
            where = f"aws://{target.account()}/{target.environment['AWS_REGION']}"
            # Away from cdk.json, or the CLI would run the whole app only to bootstrap.
            _cdk(target, ["bootstrap", where], run.on_line, folder=embedded.home())
    # The region is written into an assembly: one of another region is another one.
    region = target.environment["AWS_REGION"]
    made = assembly.folder(embedded.home(), Path.cwd(), [f"region={region}", *run.given])
    options = _taken_over(run, made) or assembly.options(made)
    _cdk(target, ["deploy", *unless_given(run.given), *run.given, *options], run.on_line)
    assembly.keep(made)


def unless_given(given: list[str]) -> list[str]:
    """The options of every deployment, without those that a user gives: the CLI refuses one that comes twice."""
    named = {one.partition("=")[0] for one in given}
    ours = {"--progress": "events", "--require-approval": "never"}
    return [part for name, value in ours.items() if name not in named for part in (name, value)]


def _taken_over(run: _Run, made: Path) -> list[str]:
    """Import what is left into a stack that has nothing else; the options that deploy the rest of it."""
    if run.left is None:
        return []
    context = takeover.context_of(run.given)
    _cdk(run.target, ["synth", "--quiet", "--output", str(made), *context], run.on_line)
    template = json.loads((made / f"{run.stack}.template.json").read_text(encoding="utf-8"))
    resources = made.with_suffix(".import.json")
    resources.write_text(json.dumps(takeover.mapping(template, run.left)), encoding="utf-8")
    imports = ["import", run.stack, "--app", str(made), "--resource-mapping", str(resources)]
    _cdk(run.target, [*imports, *context], run.on_line)
    return ["--app", str(made)]


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
        if resource["ResourceStatus"] not in WHOLE | IMPORTED or not resource.get(
            "PhysicalResourceId"
        ):
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

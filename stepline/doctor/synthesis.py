"""The template, made by the real CDK CLI as a deployment would make it: wrong settings end here."""

from __future__ import annotations

import re
import tempfile
import textwrap
from collections.abc import Iterator, Sequence
from pathlib import Path

from stepline.doctor import cloud_assembly
from stepline.doctor.asking import Answer, NoAnswer, NotThere, ask
from stepline.doctor.case import Case, Identity
from stepline.doctor.cloud_assembly import CloudAssembly
from stepline.doctor.finding import Finding, ok, problem

CHECK = "template"
SECONDS = 150.0  # it takes ten on an idle machine
# Without credentials that work, the CLI has nobody to ask; what it would try costs time.
NO_CREDENTIALS = {
    "AWS_CONFIG_FILE": "/dev/null",
    "AWS_SHARED_CREDENTIALS_FILE": "/dev/null",
    "AWS_EC2_METADATA_DISABLED": "true",
}
LONGEST = 400  # some sentences name every region that there is
CREDENTIALS = ("AWS_PROFILE", "AWS_DEFAULT_PROFILE", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY")
EXCEPTION = re.compile(r"(?:\w+\.)*\w*(?:Error|Exception|Exit|NoSuch\w+): .+")


def check(case: Case) -> Iterator[Finding]:
    if not Path("cdk.json").is_file():
        found = f"there is no cdk.json in {Path.cwd()}"
        yield problem(
            CHECK, found, "the project's folder, which is where the CDK CLI looks", "cd …"
        )
        return
    with tempfile.TemporaryDirectory(prefix="stepline-doctor-") as folder:
        try:
            answer = ask(_command(case, folder), environment(case), SECONDS)
            if answer.status:
                found = textwrap.shorten(why(answer), LONGEST, placeholder=" …")
                yield problem(CHECK, found, "settings and pipelines that fit together")
                return
            case.assembly = cloud_assembly.read(Path(folder), case.stack)
        except (NotThere, NoAnswer) as error:
            yield problem(CHECK, str(error), "a synthesis by the CDK CLI", "make environment")
            return
        except LookupError as error:
            yield problem(CHECK, str(error.args[0]), f"the stack {case.stack}")
            return
    yield from elsewhere(case.assembly, case.identity)


def _command(case: Case, folder: str) -> list[str]:
    settings = [f"stepline:pipeline={case.pipeline}", f"stepline:stage={case.stage}", *case.context]
    options = [word for setting in settings for word in ("-c", setting)]
    return ["cdk", "synth", "--quiet", "--no-notices", "--output", folder, *options]


def environment(case: Case) -> dict[str, str]:
    """The CLI's: with the credentials only where AWS has taken them."""
    made = {
        **case.environment,
        "CDK_VALIDATION": "false",  # the template was validated when the project was tested
        "CDK_DISABLE_VERSION_CHECK": "true",
    }
    if case.identity is None:
        made = {k: v for k, v in made.items() if k not in CREDENTIALS} | NO_CREDENTIALS
    return made


def why(answer: Answer) -> str:
    """What the app, or else the CLI, said that it failed of."""
    lines = [line.strip() for line in (*answer.err.splitlines(), *answer.out.splitlines())]
    for line in lines:
        if line.startswith("stepline: "):
            return line.removeprefix("stepline: ")
    exceptions = [line for line in lines if EXCEPTION.fullmatch(line)]
    return exceptions[-1] if exceptions else answer.last_line


def elsewhere(assembly: CloudAssembly, identity: Identity | None) -> Sequence[Finding]:
    """Whether the stack goes to where the credentials are, which is where every command looks for it."""
    if identity is not None and assembly.account not in (None, identity.account):
        return [
            problem(
                CHECK,
                f"stepline:account is {assembly.account}, the credentials are {identity.account}'s",
                "the account that it is deployed to",
                "export AWS_PROFILE=…",
            )
        ]
    if identity is not None and assembly.region not in (None, identity.region):
        return [
            problem(
                CHECK,
                f"stepline:region is {assembly.region}, this shell's is {identity.region}",
                "one region for the deployment and for whoever looks for it",
                f"export AWS_REGION={assembly.region}",
            )
        ]
    size = len(assembly.template.get("Resources", {}))
    where = f" for {assembly.region}" if assembly.region else ""
    return [ok(CHECK, f"{assembly.stack}{where}, {size} resources")]

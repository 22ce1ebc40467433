"""The stack that every deployment by the CDK needs, once an account and region."""

from __future__ import annotations

from collections.abc import Iterator

from botocore.exceptions import ClientError

from stepline import cdk
from stepline.doctor.case import Case, Identity
from stepline.doctor.finding import Finding, ok, problem
from stepline.doctor.stack_state import find

CHECK = "bootstrap"


def check(case: Case) -> Iterator[Finding]:
    assembly, who, target = case.made(), case.who(), case.target
    if not assembly.bootstrap_parameter:
        yield ok(CHECK, "this template needs none")
        return
    assert target is not None
    version = _version(case, assembly.bootstrap_parameter)
    stack = find(case, cdk.BOOTSTRAP_STACK) if version is None else None
    if version is None and stack is None and cdk.bootstraps(target):
        yield ok(CHECK, "not done yet: `stepline deploy` does it first")
        return
    yield standing(version, stack["StackStatus"] if stack else None, assembly.bootstrap, who)
    if version is not None:
        account = "${AWS::AccountId}"
        buckets = [name.replace(account, who.account) for name in assembly.buckets]
        names = {asset.repository.replace(account, who.account) for asset in assembly.images}
        yield from missing_parts(
            [name for name in buckets if _no_bucket(case, name)],
            [name for name in sorted(names) if _no_repository(case, name)],
            who,
        )


def standing(version: int | None, status: str | None, needed: int, who: Identity) -> Finding:
    """``status`` is the bootstrap stack's, where no ``version`` is told."""
    command = f"cdk bootstrap aws://{who.account}/{who.region}"
    if version is None:
        found = f"the stack {cdk.BOOTSTRAP_STACK} is {status}" if status else "not done here"
        expected = f"a bootstrap of version {needed} or later in {who.account}, {who.region}"
        return problem(CHECK, found, expected, command)
    if version < needed:
        return problem(CHECK, f"version {version}", f"version {needed} or later", command)
    return ok(CHECK, f"version {version}; the template needs {needed}")


def missing_parts(buckets: list[str], repositories: list[str], who: Identity) -> Iterator[Finding]:
    """What somebody has deleted by hand: the stack is not told, and does not make it again."""
    gone = [f"the bucket {name}" for name in buckets]
    gone += [f"the repository {name}" for name in repositories]
    if gone:
        yield problem(
            CHECK,
            f"{' and '.join(gone)} {'are' if len(gone) > 1 else 'is'} gone",
            f"what the stack {cdk.BOOTSTRAP_STACK} made",
            f"aws cloudformation delete-stack --stack-name {cdk.BOOTSTRAP_STACK} && "
            f"cdk bootstrap aws://{who.account}/{who.region}",
        )


def _version(case: Case, parameter: str) -> int | None:
    try:
        found = case.client("ssm").get_parameter(Name=parameter)["Parameter"]["Value"]
    except ClientError as error:
        if error.response["Error"]["Code"] == "ParameterNotFound":
            return None
        raise
    return int(found)


def _no_bucket(case: Case, name: str) -> bool:
    try:
        case.client("s3").head_bucket(Bucket=name)
    except ClientError as error:  # who may not look at it is not told that it is gone
        return error.response["Error"]["Code"] in ("404", "NoSuchBucket")
    return False


def _no_repository(case: Case, name: str) -> bool:
    try:
        case.client("ecr").describe_repositories(repositoryNames=[name])
    except ClientError as error:
        return error.response["Error"]["Code"] == "RepositoryNotFoundException"
    return False

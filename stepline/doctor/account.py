"""Which AWS it is, and whether it takes these credentials in this region."""

from __future__ import annotations

import difflib
import os
from collections.abc import Iterator

import boto3
from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    ConnectionError,
    HTTPClientError,
    NoCredentialsError,
    PartialCredentialsError,
    ProfileNotFound,
    SSOError,
    TokenRetrievalError,
)

from stepline import cdk
from stepline.doctor.case import IMPATIENT, Case, Identity
from stepline.doctor.finding import Finding, not_checked, ok, problem, warning
from stepline.errors import UserError
from stepline.target import Target

CREDENTIALS = "credentials"
REGION = "region"
SERVICES = ("sagemaker", "stepfunctions")
EXPIRED = {"ExpiredToken", "ExpiredTokenException", "RequestExpired"}
UNKNOWN_KEY = {"InvalidClientTokenId", "UnrecognizedClientException", "AuthFailure"}
WRONG_SECRET = {"SignatureDoesNotMatch", "InvalidSignatureException", "RequestTimeTooSkewed"}
AN_ACCOUNT = "credentials of an account, or the embedded AWS (`stepline up`)"


def check(case: Case) -> Iterator[Finding]:
    case.environment = {**os.environ, "PATH": cdk.path()}
    try:
        case.target = target = Target.current()
    except UserError as error:
        yield problem("AWS", str(error), "an AWS that answers", "stepline down && stepline up")
        return
    case.environment |= target.environment
    try:
        sts = target.client("sts", IMPATIENT)
    except UserError:
        yield no_region()
        yield untried()
        return
    except BotoCoreError as error:
        yield refused(error, str(target), _profile(), _signs_in())
        return
    region = case.environment["AWS_REGION"] = sts.meta.region_name
    try:
        who = sts.get_caller_identity()
    except (BotoCoreError, ClientError) as error:
        yield refused(error, str(target), _profile(), _signs_in())
    else:
        case.identity = Identity(who["Account"], region, who["Arn"])
        yield ok("account", f"{who['Account']} in {region}, on {target}, as {who['Arn']}")
    yield from unknown_region(
        region, {s: boto3.Session().get_available_regions(s) for s in SERVICES}
    )


def no_region() -> Finding:
    return problem(
        REGION,
        "no embedded AWS runs here, and no AWS region is set",
        "a region, or the embedded AWS",
        "export AWS_REGION=eu-west-1   # or: stepline up",
    )


def untried() -> Finding:
    """Without a region there is nobody to show credentials to, but where there are none that is known."""
    try:
        found = boto3.Session().get_credentials()
    except BotoCoreError as error:
        return refused(error, "AWS", _profile(), _signs_in())
    if found is None:
        return problem(
            CREDENTIALS, "there are none", AN_ACCOUNT, "aws configure   # or: stepline up"
        )
    return not_checked(CREDENTIALS, "they are tried in a region")


def unknown_region(region: str, regions: dict[str, list[str]]) -> Iterator[Finding]:
    """``regions`` are those that this botocore knows each service in, of AWS's largest partition."""
    missing = [service for service, known in regions.items() if known and region not in known]
    if not missing or not region.startswith(tuple({r[:3] for r in regions[missing[0]]})):
        return  # other partitions (cn-, us-gov-) have lists of their own
    close = difflib.get_close_matches(region, regions[missing[0]], n=1)
    yield warning(
        REGION,
        f"this botocore knows no {' and no '.join(missing)} in {region}",
        "a region that has SageMaker and Step Functions",
        f"export AWS_REGION={close[0]}" if close else "",
    )


def refused(error: Exception, where: str, profile: str | None, signs_in: bool) -> Finding:
    """Why nobody is known by these credentials. ``signs_in``: the profile is one of single sign-on."""
    named = f" --profile {profile}" if profile else ""
    renew = f"aws sso login{named}" if signs_in else f"aws configure{named}"
    code = error.response["Error"]["Code"] if isinstance(error, ClientError) else ""
    if code in EXPIRED or isinstance(error, SSOError | TokenRetrievalError):
        return problem(CREDENTIALS, f"they have expired ({_said(error)})", "valid ones", renew)
    if code in UNKNOWN_KEY:
        return problem(
            CREDENTIALS, f"{where} knows no such access key ({code})", "a key of an account", renew
        )
    if code in WRONG_SECRET:
        found = f"{where} does not take what they sign ({code}: {_said(error)})"
        return problem(CREDENTIALS, found, "the key's own secret, and a clock that is right", renew)
    if isinstance(error, ProfileNotFound):
        return problem(
            CREDENTIALS, f"there is no profile {profile}", "a profile of ~/.aws/config", renew
        )
    if isinstance(error, NoCredentialsError | PartialCredentialsError):
        return problem(CREDENTIALS, "there are none", AN_ACCOUNT, renew)
    if isinstance(error, ConnectionError | HTTPClientError):
        found = f"{where} cannot be reached ({_said(error)})"
        mend = "" if where == "AWS" else "stepline up   # the embedded AWS of this folder"
        return problem("AWS", found, "an AWS that answers; is there a network, a proxy?", mend)
    return problem(CREDENTIALS, f"{where} does not take them ({_said(error)})", AN_ACCOUNT, renew)


def _said(error: Exception) -> str:
    told = error.response["Error"].get("Message") if isinstance(error, ClientError) else ""
    return " ".join((told or str(error)).split()).rstrip(".")


def _profile() -> str | None:
    return os.environ.get("AWS_PROFILE") or os.environ.get("AWS_DEFAULT_PROFILE")


def _signs_in() -> bool:
    """Whether the profile that is meant gets its credentials by single sign-on."""
    try:
        return any(name.startswith("sso_") for name in boto3.Session()._session.get_scoped_config())
    except BotoCoreError:
        return False

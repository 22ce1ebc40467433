"""The command line of ``python -m localaws``.

What guards the server can be set in the environment as well, for whoever is started by others.
"""

from __future__ import annotations

import argparse
import os
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from localaws.arguments import RUNTIMES, OneSentenceParser, port_number
from localaws.jobs.kinds import QUOTA_USES
from localaws.sagemaker.interruptions import Interruptions
from localaws.sagemaker.quotas import ENDPOINTS, BadQuota, Quotas
from localaws.server import regions
from localaws.server.gate.hosts import name_in

_ORIGIN = re.compile(r"[a-z][a-z0-9+-]*://(\[[0-9a-f:]+\]|[a-z0-9._-]+)(:\d{1,5})?")


@dataclass(frozen=True)
class Options:
    """``port`` 0 asks for a free one; ``lifeline`` ties the server to its standard input.

    ``origins`` are the web pages that may ask, ``hosts`` the names that the server may be called by
    besides this machine's own, ``token`` asks for the exported access key of every request.
    ``parallel_jobs`` is None where the machine decides. ``movable_clock`` lets clients move the time.
    ``keep`` goes on with the state machines and executions of the last start, ``mocks`` is the file with
    mocked responses of tasks. ``skip_unsupported_types`` deploys stacks without the types that are not done here.
    """

    port: int
    home: Path
    region: str
    runtime: str
    lifeline: bool
    origins: frozenset[str] = frozenset()
    hosts: frozenset[str] = frozenset()
    token: bool = False
    parallel_jobs: int | None = None
    quotas: Quotas = field(default_factory=Quotas)
    interruptions: Interruptions = field(default_factory=Interruptions)
    movable_clock: bool = False
    keep: bool = False
    mocks: Path | None = None
    skip_unsupported_types: bool = False


class _Parser(OneSentenceParser):
    module = "localaws"


def parse(arguments: Sequence[str] | None) -> Options:
    """Read the arguments (``None``: the process's own); a wrong one ends the program."""
    parser = _Parser(
        prog="localaws",
        description="An embedded AWS whose SageMaker really runs jobs and endpoints.",
        epilog="`localaws prune` frees images and environments that nothing uses.",
        allow_abbrev=False,
    )
    parser.add_argument(
        "--port", type=port_number, default=4566, help="default 4566; 0: a free one"
    )
    parser.add_argument(
        "--home",
        type=Path,
        default=Path(os.environ.get("LOCALAWS_HOME", ".localaws")),
        help="the folder for images, environments and logs (default $LOCALAWS_HOME or .localaws)",
    )
    parser.add_argument(
        "--region",
        type=_region,
        default=regions.default(),
        help="default $AWS_REGION, $AWS_DEFAULT_REGION or us-east-1",
    )
    parser.add_argument(
        "--runtime",
        choices=RUNTIMES,
        default="auto",
        help="how containers run; auto is the first of namespace, container and process that this "
        "machine allows",
    )
    parser.add_argument(
        "--parallel-jobs",
        type=_count,
        metavar="N",
        help="how many containers of jobs run at once, the others wait (default: one for each core "
        "with 2 GiB of free memory); endpoints do not count",
    )
    parser.add_argument(
        "--quota",
        action="append",
        default=[],
        metavar="NAME=N",
        help="a quota of the account, such as 'ml.m5.xlarge for training job usage=1'; may be "
        "repeated (default: none)",
    )
    parser.add_argument(
        "--spot-interruptions",
        type=_interruptions,
        default=Interruptions(),
        metavar="PER_HOUR[:SEED]",
        help="how often managed spot instances are taken away from a training job on the average, such as 60 "
        "or 60:7 (default: only when POST /_localaws/spot asks for it)",
    )
    parser.add_argument(
        "--keep",
        action="store_true",
        help="go on with the state machines and executions of the last start, where the account is "
        "a fresh one without it",
    )
    parser.add_argument(
        "--mock-config",
        type=Path,
        default=os.environ.get("SFN_MOCK_CONFIG") or None,
        metavar="FILE",
        help="mocked responses of tasks, in the format of Step Functions Local "
        "(default $SFN_MOCK_CONFIG)",
    )
    parser.add_argument(
        "--skip-unsupported-types",
        action="store_true",
        help="deploy stacks without the resources whose types are not done here, where they fail "
        "otherwise; http://localhost:PORT/_localaws/unsupported names them",
    )
    parser.add_argument(
        "--movable-clock",
        action="store_true",
        help='let tests move the time: POST {"seconds": 3600} to /_localaws/clock',
    )
    parser.add_argument(
        "--lifeline", action="store_true", help="stop when standard input ends (for tests)"
    )
    _add_guards(parser)
    found = parser.parse_args(arguments)
    try:
        quotas = Quotas.parse(found.quota, {**QUOTA_USES, **ENDPOINTS})
    except BadQuota as error:
        parser.error(f"argument --quota: {error}")
    return Options(
        port=found.port,
        home=found.home.absolute(),
        region=found.region,
        runtime=found.runtime,
        lifeline=found.lifeline,
        origins=frozenset(each for each in found.allow_origin if each),
        hosts=frozenset(each for each in found.allow_host if each),
        token=found.token or _is_set(parser, "LOCALAWS_TOKEN"),
        parallel_jobs=found.parallel_jobs,
        quotas=quotas,
        interruptions=found.spot_interruptions,
        movable_clock=found.movable_clock,
        keep=found.keep,
        mocks=found.mock_config.absolute() if found.mock_config else None,
        skip_unsupported_types=found.skip_unsupported_types,
    )


def _add_guards(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--allow-origin",
        type=_origin,
        action=_Adding,
        default=_from_environment(parser, "LOCALAWS_ALLOW_ORIGIN", _origin),
        metavar="ORIGIN",
        help="answer web pages of this origin, such as http://localhost:3000; may be repeated "
        "(default $LOCALAWS_ALLOW_ORIGIN, divided by commas)",
    )
    parser.add_argument(
        "--allow-host",
        type=_host,
        action=_Adding,
        default=_from_environment(parser, "LOCALAWS_ALLOW_HOST", _host),
        metavar="NAME",
        help="a name by which requests may call this machine, besides localhost and what is below "
        "it; may be repeated (default $LOCALAWS_ALLOW_HOST, divided by commas)",
    )
    parser.add_argument(
        "--token",
        action="store_true",
        help="answer only requests that are signed with the access key exported at the start, "
        "whoever asks (default $LOCALAWS_TOKEN, 1 or 0)",
    )


class _Adding(argparse.Action):
    """Adds to the default, where ``append`` would change it in place."""

    def __call__(self, _parser: Any, namespace: Any, value: Any, _option: Any = None) -> None:
        setattr(namespace, self.dest, (*getattr(namespace, self.dest), value))


def _from_environment(
    parser: argparse.ArgumentParser, variable: str, read: Callable[[str], str]
) -> tuple[str, ...]:
    try:
        words = os.environ.get(variable, "").split(",")
        return tuple(read(word.strip()) for word in words if word.strip())
    except argparse.ArgumentTypeError as error:
        parser.error(f"{variable}: {error}")


def _is_set(parser: argparse.ArgumentParser, variable: str) -> bool:
    text = os.environ.get(variable, "")
    if text not in ("", "0", "1"):
        parser.error(f"{variable}: {text!r} is neither 1 nor 0")
    return text == "1"


def _origin(text: str) -> str:
    if not _ORIGIN.fullmatch(text.lower()):
        raise argparse.ArgumentTypeError(
            f"{text!r} is no origin such as https://app.example or http://localhost:3000: "
            "a scheme, a host and a port if it is not the usual one, and nothing behind them"
        )
    scheme, _, rest = text.lower().partition("://")
    usual = {"http": ":80", "https": ":443"}.get(scheme)
    return f"{scheme}://{rest.removesuffix(usual) if usual else rest}"


def _host(text: str) -> str:
    name = name_in(text)
    if name is None or name != text.lower():
        raise argparse.ArgumentTypeError(
            f"{text!r} is no name of a host such as build-machine.example: no scheme, port or path"
        )
    return name


def _count(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of containers from 1 on")
    return int(text)


def _interruptions(text: str) -> Interruptions:
    try:
        return Interruptions.parse(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def _region(text: str) -> str:
    try:
        return regions.checked(text)
    except regions.NoSuchRegion as error:
        raise argparse.ArgumentTypeError(str(error)) from error

"""The command line of ``python -m localaws``."""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from localaws.arguments import RUNTIMES, OneSentenceParser, port_number
from localaws.sagemaker.quotas import BadQuota, Quotas
from localaws.server import regions


@dataclass(frozen=True)
class Options:
    """``port`` 0 asks for a free one; ``lifeline`` ties the server to its standard input.

    ``parallel_jobs`` is None where the machine decides.
    """

    port: int
    home: Path
    region: str
    runtime: str
    lifeline: bool
    parallel_jobs: int | None = None
    quotas: Quotas = field(default_factory=Quotas)


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
        "--lifeline", action="store_true", help="stop when standard input ends (for tests)"
    )
    found = parser.parse_args(arguments)
    try:
        quotas = Quotas.parse(found.quota)
    except BadQuota as error:
        parser.error(f"argument --quota: {error}")
    return Options(
        port=found.port,
        home=found.home.absolute(),
        region=found.region,
        runtime=found.runtime,
        lifeline=found.lifeline,
        parallel_jobs=found.parallel_jobs,
        quotas=quotas,
    )


def _count(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of containers from 1 on")
    return int(text)


def _region(text: str) -> str:
    try:
        return regions.checked(text)
    except regions.NoSuchRegion as error:
        raise argparse.ArgumentTypeError(str(error)) from error

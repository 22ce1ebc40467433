"""The command line of ``python -m localaws``."""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from localaws.arguments import RUNTIMES, OneSentenceParser, port_number
from localaws.server import regions


@dataclass(frozen=True)
class Options:
    """``port`` 0 asks for a free one; ``lifeline`` ties the server to its standard input."""

    port: int
    home: Path
    region: str
    runtime: str
    lifeline: bool


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
        help="how containers run; auto is the best that this machine allows",
    )
    parser.add_argument(
        "--lifeline", action="store_true", help="stop when standard input ends (for tests)"
    )
    found = parser.parse_args(arguments)
    return Options(
        port=found.port,
        home=found.home.absolute(),
        region=found.region,
        runtime=found.runtime,
        lifeline=found.lifeline,
    )


def _region(text: str) -> str:
    try:
        return regions.checked(text)
    except regions.NoSuchRegion as error:
        raise argparse.ArgumentTypeError(str(error)) from error

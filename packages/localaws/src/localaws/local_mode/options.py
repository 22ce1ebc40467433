"""The command line of ``python -m localaws.local_mode``."""

from __future__ import annotations

import argparse
import os
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from localaws.arguments import RUNTIMES, OneSentenceParser, port_number

MODULE = "localaws.local_mode"
HEALTHY_WITHIN = 480.0  # seconds, SageMaker's: 8 minutes
_CHANNEL_NAME = re.compile(r"[A-Za-z0-9._-]{1,64}")


@dataclass(frozen=True)
class Asked:
    """``ml`` is the folder that the program sees as /opt/ml; its path and those of channels are resolved."""

    image: Path
    ml: Path
    home: Path
    runtime: str


@dataclass(frozen=True)
class Train(Asked):
    """``default_channels`` are brought where ``ml`` has no channel and ``channels`` are none;
    ``default_hyperparameters`` hold where ``hyperparameters`` and a file in ``ml`` say nothing else."""

    channels: dict[str, Path]
    default_channels: dict[str, Path]
    hyperparameters: dict[str, str]
    content_type: str | None  # what is said of every channel
    force: bool
    default_hyperparameters: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Serve(Asked):
    """``port`` 0 asks for a free one."""

    port: int
    healthy_within: float


class _Parser(OneSentenceParser):
    module = MODULE


def parse(arguments: Sequence[str] | None) -> Train | Serve:
    """Read the arguments (``None``: the process's own); a wrong one ends the program."""
    parser = _Parser(prog="local mode", description="Train or serve an image folder.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="train|serve")
    for name in ("train", "serve"):
        command = commands.add_parser(name, allow_abbrev=False, prog="local mode")
        command.add_argument("image", type=_image, help="a folder with a Dockerfile")
        command.add_argument("ml", type=_folder, help="the folder that is /opt/ml")
        command.add_argument("--runtime", choices=RUNTIMES, default="auto")
        home = Path(os.environ.get("LOCALAWS_HOME", ".localaws"))
        command.add_argument("--home", type=Path, default=home, help="the images' folder")
        if name == "train":
            for option in ("--channel", "--default-channel"):
                command.add_argument(
                    option, action="append", default=[], type=_channel, metavar="NAME=PATH"
                )
            for option in ("--set", "--default-set"):
                command.add_argument(
                    option, action="append", default=[], type=_pair, metavar="KEY=VALUE"
                )
            command.add_argument("--content-type", help="of the channels, such as text/csv")
            command.add_argument("--force", action="store_true", help="empty model and output")
        else:
            command.add_argument("--port", type=port_number, default=8080)
            command.add_argument("--healthy-within", type=float, default=HEALTHY_WITHIN)
    found = parser.parse_args(arguments)
    shared = (found.image, found.ml.resolve(), found.home.absolute(), found.runtime)
    if found.command == "serve":
        return Serve(*shared, found.port, found.healthy_within)
    repeated = ("channel", "set", "default_set")
    for pairs, option in ((getattr(found, each), each.replace("_", "-")) for each in repeated):
        names = [name for name, _ in pairs]
        if twice := next((name for name in names if names.count(name) > 1), None):
            parser.error(f"--{option} {twice} is given twice")
    channels, defaults = dict(found.channel), dict(found.default_channel)
    given, default = dict(found.set), dict(found.default_set)
    return Train(*shared, channels, defaults, given, found.content_type, found.force, default)


def _image(text: str) -> Path:
    if not (Path(text) / "Dockerfile").is_file():
        raise argparse.ArgumentTypeError(f"{text} is no image folder: it has no Dockerfile")
    return Path(text)


def _folder(text: str) -> Path:
    if Path(text).exists() and not Path(text).is_dir():
        raise argparse.ArgumentTypeError(f"{text} is a file: name the folder to be /opt/ml")
    return Path(text)


def _pair(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals or not name:
        raise argparse.ArgumentTypeError(f"expected KEY=VALUE, got {text!r}")
    return name, value


def _channel(text: str) -> tuple[str, Path]:
    name, equals, path = text.partition("=")
    if not equals or not _CHANNEL_NAME.fullmatch(name):
        raise argparse.ArgumentTypeError(
            f"expected NAME=PATH with a name of letters, digits, '.', '_' and '-', got {text!r}"
        )
    if not Path(path).exists():
        raise argparse.ArgumentTypeError(f"there is no file or folder {path} for channel {name}")
    return name, Path(path).resolve()

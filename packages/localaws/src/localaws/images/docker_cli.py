"""``localaws-docker``: the part of the docker command line that the CDK CLI calls.

``CDK_DOCKER`` points here. It works on the images of ``$LOCALAWS_HOME`` and, in ``push``, on the
embedded AWS at ``$AWS_ENDPOINT_URL``. What it does not do it refuses by name, with exit code 1.
"""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from localaws.images import build_lock, ecr
from localaws.images.build import BuildRequest, build
from localaws.images.builder_kind import needs_engine
from localaws.images.changes import InstallFailed
from localaws.images.dockerfile import DockerfileError
from localaws.images.store import ImageStore
from localaws.images.whole_context import whole_folder
from localaws.runtime.protocol import ImageNotFound, RuntimeRefused

VERSION = "Docker version 0.1.0, build localaws (process images, no daemon)"
DEFAULT_HOME = ".localaws"

_BUILD_OPTIONS = {
    "--tag": "tag", "-t": "tag",
    "--file": "file", "-f": "file",
    "--platform": "platform",
    "--build-arg": "build-arg",
    "--target": "target",
    "--output": "output", "-o": "output",
}  # fmt: skip


class Refused(Exception):
    """The command line asks for something that this program does not do."""


def main(arguments: Sequence[str] | None = None) -> None:
    """The console script."""
    sys.exit(run(list(sys.argv[1:] if arguments is None else arguments)))


def run(arguments: list[str]) -> int:
    """Do one command; the exit code."""
    commands: dict[str, Callable[[list[str], ImageStore], int]] = {
        "login": _login,
        "inspect": _inspect,
        "info": _info,
        "build": _build,
        "tag": _tag,
        "push": _push,
    }
    if not arguments or arguments[0] in ("--version", "-v", "version"):
        print(VERSION)
        return 0
    name, *rest = arguments
    try:
        if name not in commands:
            raise Refused(f"`docker {name}` is not supported; there are: {', '.join(commands)}")
        return commands[name](rest, ImageStore(home()))
    except (
        *(Refused, DockerfileError, InstallFailed, ImageNotFound, RuntimeRefused),
        *(ecr.PushRefused, OSError),
    ) as error:
        print(f"localaws-docker: {error}", file=sys.stderr)
        return 1
    except subprocess.CalledProcessError as error:
        print(f"localaws-docker: {error.cmd[0]} failed: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("localaws-docker: interrupted; nothing was built", file=sys.stderr)
        return 130


def home() -> Path:
    """The embedded AWS's home folder."""
    return Path(os.environ.get("LOCALAWS_HOME") or DEFAULT_HOME)


def _login(arguments: list[str], _: ImageStore) -> int:
    options, hosts = _parse(
        arguments, {"--username": "username", "-u": "username"}, ("--password-stdin",)
    )
    if "--password-stdin" not in options or len(hosts) != 1:
        raise Refused("login is supported as: login --username NAME --password-stdin HOST")
    sys.stdin.read()  # the embedded AWS asks nobody for a password
    print("Login Succeeded")
    return 0


def _info(arguments: list[str], store: ImageStore) -> int:
    """What `docker info` says of a daemon, of this program: whoever asks learns what builds, and where."""
    options, _ = _parse(arguments, {"--format": "format", "-f": "format"}, ())
    if options.get("format", ["json"])[-1] not in ("json", "{{json .}}"):
        raise Refused("info is supported as: info [--format json]")
    said = {
        "ServerVersion": "0.1.0",
        "OperatingSystem": "process images, no daemon",
        "OSType": "linux",
        "Architecture": platform.machine(),
        "Driver": "localaws",
        "DockerRootDir": str(store.home.absolute()),
        "NCPU": os.cpu_count(),
    }
    print(json.dumps(said))
    return 0


def _inspect(arguments: list[str], store: ImageStore) -> int:
    _, tags = _parse(arguments, {}, ())
    found, code = [], 0
    for tag in tags:
        try:
            image = store.resolve(tag)
        except ImageNotFound:
            print(f"Error: No such object: {tag}", file=sys.stderr)
            code = 1
            continue
        config = image.config
        found.append(
            {
                "Id": f"sha256:{image.identity}",
                "RepoTags": [
                    t for t, identity in store.tags().items() if identity == image.identity
                ],
                "Config": {
                    "Env": [f"{name}={value}" for name, value in config.environment.items()],
                    "Entrypoint": list(config.entrypoint) or None,
                    "Cmd": list(config.command) or None,
                    "WorkingDir": config.working_directory,
                    "Labels": dict(config.labels),
                },
            }
        )
    print(json.dumps(found, indent=4))
    return code


def _build(arguments: list[str], store: ImageStore) -> int:
    options, folders = _parse(arguments, _BUILD_OPTIONS, ())
    if len(folders) != 1:
        raise Refused(f"build needs exactly one context folder, got {len(folders)}")
    context = Path(folders[0])
    if not context.is_dir():
        raise Refused(f"the build context {context} is not a folder")
    file = Path(options["file"][-1]) if "file" in options else context / "Dockerfile"
    build_args = {}
    for pair in options.get("build-arg", []):
        name, equals, value = pair.partition("=")
        build_args[name] = value if equals else os.environ.get(name, "")
    with whole_folder(context) as found:
        return _build_from(found, file, build_args, options, store)


def _build_from(
    context: Path,
    file: Path,
    build_args: Mapping[str, str],
    options: Mapping[str, list[str]],
    store: ImageStore,
) -> int:
    request = BuildRequest(
        context=context,
        # Docker takes --file from the current folder, the CDK CLI gives it as in the context.
        dockerfile=file if file.exists() else context / file,
        tags=tuple(options.get("tag", [])),
        build_args=build_args,
        target=options.get("target", [""])[-1],
    )
    _refuse_outputs(options.get("output", []))
    _note_platform(options.get("platform", [""])[-1])
    if needs_engine(store.home):
        from localaws.images.engine_build import build_by_engine

        image = build_by_engine(request, store)
    else:
        image = build(request, store)
    print(f"sha256:{image.identity}")
    return 0


def _refuse_outputs(asked: Sequence[str]) -> None:
    """An image is kept and recorded in Docker's format, for which the CDK asks with ``type=docker``.

    Raises:
        Refused: it is to go elsewhere, or to have another format.
    """
    for output in asked:
        if output.strip() != "type=docker":
            raise Refused(f"--output {output} is not supported; there is: type=docker")


def _note_platform(asked: str) -> None:
    """A process image runs on this machine's processor; say so where another was asked for."""
    names = {"x86_64": "amd64", "aarch64": "arm64"}
    machine = platform.machine()
    if asked and asked.split("/")[1:2] != [names.get(machine, machine)]:
        print(f"note: built for this machine ({machine}), not for {asked}", file=sys.stderr)


def _tag(arguments: list[str], store: ImageStore) -> int:
    _, names = _parse(arguments, {}, ())
    if len(names) != 2:
        raise Refused("tag needs a source and a target")
    with build_lock.building(store.home):
        store.tag(*names)
    return 0


def _push(arguments: list[str], store: ImageStore) -> int:
    _, names = _parse(arguments, {}, ())
    if len(names) != 1:
        raise Refused("push needs exactly one tag")
    with build_lock.building(store.home):
        image = store.resolve(names[0])
        digest = ecr.record(names[0], image)
    print(f"{names[0]}: digest: {digest}")
    return 0


def _parse(
    arguments: list[str], valued: dict[str, str], plain: tuple[str, ...]
) -> tuple[dict[str, list[str]], list[str]]:
    """Options with their values in order, and what is no option.

    Raises:
        Refused: an option that is not known, by its name.
    """
    options: dict[str, list[str]] = {}
    others: list[str] = []
    rest = list(arguments)
    while rest:
        word = rest.pop(0)
        name, equals, value = word.partition("=")
        if not word.startswith("-") or word == "-":
            others.append(word)
        elif word in plain:
            options[word] = []
        elif name in valued and (equals or rest):
            options.setdefault(valued[name], []).append(value if equals else rest.pop(0))
        else:
            raise Refused(f"the option {name} is not supported")
    return options, others


if __name__ == "__main__":
    main()

"""What builds the image: there, answering, and able to make what SageMaker takes.

``docker``, or whatever ``CDK_DOCKER`` names, as the CDK CLI has it. It is asked ``info``, which Docker,
its kin and podman answer alike but for the names. Sources: Docker's documentation of the containerd
image store and of multi-platform builds.
"""

from __future__ import annotations

import json
import platform
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from stepline.doctor.asking import Answer, NoAnswer, NotThere, ask
from stepline.doctor.case import Case
from stepline.doctor.cloud_assembly import ImageAsset
from stepline.doctor.finding import Finding, State, not_checked, ok, problem
from stepline.doctor.image_assets import to_build

CHECK = "Docker"
SECONDS = 20
PODMAN = 'export CDK_DOCKER="$PWD/tools/podman-for-cdk"'
CONTAINERD = "io.containerd.snapshotter.v1"
# As `uname -m` has them, and as Docker's platforms do.
ARCHITECTURES = {"x86_64": "amd64", "aarch64": "arm64"}


def program(environment: Mapping[str, str]) -> str:
    return environment.get("CDK_DOCKER") or "docker"


def check(case: Case) -> Iterator[Finding]:
    if case.assembly is None:
        # Nobody knows whether anything is built, but Docker can be looked at all the same.
        for found in _builder(case, ()):
            unsure = found.state is State.PROBLEM
            yield replace(found, state=State.WARNING) if unsure else found
        return
    images = to_build(case)
    if images:
        yield from _builder(case, images)
    else:
        there = "the registry has the image" if case.assembly.images else "an image of AWS's is run"
        yield ok(CHECK, f"not needed: {there}")


def _builder(case: Case, images: Sequence[ImageAsset]) -> Iterator[Finding]:
    name = program(case.environment)
    try:
        answer = ask([name, "info", "--format", "{{json .}}"], case.environment, SECONDS)
    except (NotThere, NoAnswer) as error:
        yield nobody(name, error, shutil.which("podman", path=case.environment.get("PATH")))
        return
    info = information(answer)
    if info is None:
        yield silent(name, answer)
        return
    found = list(unable(name, info, images)) or list(foreign(case, name, info, images))
    yield from found or [ok(CHECK, _described(name, info))]


def information(answer: Answer) -> Mapping[str, Any] | None:
    """What it says of itself; None where nobody is there behind the command line."""
    try:
        info = json.loads(answer.out)
    except ValueError:
        return None
    if not isinstance(info, dict) or not (info.get("ServerVersion") or info.get("host")):
        return None
    return info


def nobody(name: str, error: NotThere | NoAnswer, podman: str | None) -> Finding:
    mend = PODMAN if podman else ""
    expected = "Docker, or a program in CDK_DOCKER that builds images as it does"
    return problem(CHECK, str(error), expected, mend)


def silent(name: str, answer: Answer) -> Finding:
    said = answer.last_line
    if "permission denied" in said.lower():
        mend = 'sudo usermod -aG docker "$USER" && newgrp docker'
        return problem(CHECK, said, "the right to speak to its daemon", mend)
    mend = ""
    if name == "docker":
        mend = "open -a Docker" if platform.system() == "Darwin" else "sudo systemctl start docker"
    return problem(CHECK, f"{Path(name).name}: {said}", "a daemon that answers", mend)


def unable(name: str, info: Mapping[str, Any], images: Sequence[ImageAsset]) -> Iterator[Finding]:
    """Where the store makes manifests that SageMaker refuses, and the way to ask for others lacks."""
    if any("type=docker" in image.outputs for image in images):
        if "host" in info and Path(name).name in ("podman", "docker"):
            found = "podman takes --output type=docker for the name of a folder"
            yield problem(CHECK, found, "podman by the name of what tells it the format", PODMAN)
        plugins = (info.get("ClientInfo") or {}).get("Plugins")
        if plugins is not None and "buildx" not in {plugin["Name"] for plugin in plugins}:
            found = f"{name} has no buildx, and builds with --output need it"
            yield problem(
                CHECK, found, "Docker's buildx", "sudo apt-get install docker-buildx-plugin"
            )
    elif ["driver-type", CONTAINERD] in (info.get("DriverStatus") or []):
        yield problem(
            CHECK,
            "its containerd store makes OCI manifests, which SageMaker refuses",
            "an image asset with outputs=['type=docker'], or the older store",
        )


def foreign(
    case: Case, name: str, info: Mapping[str, Any], images: Sequence[ImageAsset]
) -> Iterator[Finding]:
    """Images for another processor than the builder's take an emulator."""
    own = architecture(info)
    wanted = {image.platform for image in images if image.platform} - {f"linux/{own}"}
    if not own or not wanted or "buildx" not in json.dumps(info.get("ClientInfo")):
        return
    try:
        answer = ask([name, "buildx", "inspect"], case.environment, SECONDS)
    except (NotThere, NoAnswer) as error:
        yield not_checked(CHECK, f"whether it builds for {', '.join(wanted)}: {error}")
        return
    yield from emulated(answer.out, wanted)


def architecture(info: Mapping[str, Any]) -> str:
    said = str(info.get("Architecture") or (info.get("host") or {}).get("arch") or "")
    return ARCHITECTURES.get(said, said)


def emulated(inspected: str, wanted: set[str]) -> Iterator[Finding]:
    """``inspected`` is what ``buildx inspect`` prints: lines of ``Platforms: linux/arm64, …``."""
    lines = [line for line in inspected.splitlines() if line.strip().startswith("Platforms:")]
    there = {name.strip(" *") for line in lines for name in line.partition(":")[2].split(",")}
    for each in sorted(wanted - there) if lines else ():
        kind = each.partition("/")[2]
        yield problem(
            CHECK,
            f"it does not build for {each}, which SageMaker's instances are",
            f"an emulator of {kind}",
            f"docker run --privileged --rm tonistiigi/binfmt --install {kind}",
        )


def folder(info: Mapping[str, Any]) -> str:
    """Where it stores images, on whichever machine it is."""
    return str(info.get("DockerRootDir") or (info.get("store") or {}).get("graphRoot") or "")


def _described(name: str, info: Mapping[str, Any]) -> str:
    version = info.get("ServerVersion") or (info.get("version") or {}).get("Version", "")
    system = info.get("OperatingSystem") or ""
    return ", ".join(part for part in (f"{Path(name).name} {version}".strip(), system) if part)

"""Decides what a Dockerfile comes to as a process image: pure, a Dockerfile in, a plan out."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from localaws.images import base_image, lambda_base, run_command, variables
from localaws.images.base_image import Base, Step
from localaws.images.copy_step import Copy
from localaws.images.dockerfile import DockerfileError, Instruction, parse
from localaws.images.refusal import WAY_OUT, Refused
from localaws.images.run_command import MakeFolder
from localaws.runtime.process_image import ImageConfig

# Where AWS's examples of images for functions install packages: beside the code.
_TARGET = re.compile(r"""\s(--target|-t)[= ]["']?(/var/task|\.)/?["']?(?=\s|$)""")


@dataclass(frozen=True)
class BuildPlan:
    """Everything that the builder does, in order, and what the image's configuration will be."""

    base: str  # as FROM wrote it
    python: str  # the version asked for, such as "3.11"; "" leaves it open
    steps: tuple[Step, ...]
    config: ImageConfig


def plan(
    text: str,
    build_args: Mapping[str, str] | None = None,
    target: str = "",
    others: Callable[[str], Base | None] = lambda image: None,
) -> BuildPlan:
    """The plan of a Dockerfile.

    ``others`` are bases beside Python's and Lambda's: what a FROM means, if it is one of those. It may
    raise Refused.

    Raises:
        DockerfileError: it is not a Dockerfile, or needs what a process image cannot do.
    """
    planner = _Planner(dict(build_args or {}), target, others)
    for instruction in parse(text):
        if planner.complete(instruction):
            break
        try:
            planner.take(instruction)
        except Refused as refusal:
            raise DockerfileError(instruction.line, str(refusal)) from None
        except ValueError as error:
            raise DockerfileError(instruction.line, f"{instruction.keyword}: {error}") from None
    return planner.finish()


@dataclass
class _Planner:
    build_args: dict[str, str]
    target: str
    others: Callable[[str], Base | None]
    stage: str = ""
    base: str = ""
    python: str = ""
    global_args: dict[str, str] = field(default_factory=dict)
    args: dict[str, str] = field(default_factory=dict)
    known_args: set[str] = field(default_factory=set)
    environment: dict[str, str] = field(default_factory=dict)
    entrypoint: tuple[str, ...] = ()
    command: tuple[str, ...] = ()
    command_is_ours: bool = False
    directory: str = "/"
    labels: dict[str, str] = field(default_factory=dict)
    ports: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)

    def complete(self, instruction: Instruction) -> bool:
        """Whether the stage asked for ends before this instruction."""
        return bool(self.target) and self.stage == self.target and instruction.keyword == "FROM"

    def take(self, instruction: Instruction) -> None:
        if not self.base and instruction.keyword not in ("FROM", "ARG"):
            raise DockerfileError(instruction.line, "no build stage: FROM must come first")
        getattr(self, f"_take_{instruction.keyword.lower()}")(instruction)

    def finish(self) -> BuildPlan:
        if not self.base:
            raise DockerfileError(1, "no build stage: there is no FROM")
        if self.target and self.stage != self.target:
            raise DockerfileError(1, f"target stage {self.target!r} is not in the Dockerfile")
        if unused := sorted(set(self.build_args) - self.known_args):
            self.notes.append(f"build arguments not used: {', '.join(unused)}")
        config = ImageConfig(
            environment=self.environment,
            entrypoint=self.entrypoint,
            command=self.command,
            working_directory=self.directory,
            labels=self.labels,
            ports=tuple(self.ports),
            notes=tuple(self.notes),
        )
        return BuildPlan(self.base, self.python, tuple(self.steps), config)

    @property
    def _variables(self) -> dict[str, str]:
        return {**self.args, **self.environment}

    def _take_from(self, instruction: Instruction) -> None:
        words = variables.words(instruction.value, {**self.global_args})
        image, alias = words[0], ""
        if len(words) == 3 and words[1].lower() == "as":
            alias = words[2]
        elif len(words) != 1:
            raise ValueError(f"expected IMAGE [AS NAME], got {instruction.value!r}")
        if not image:
            raise ValueError(f"the base image is blank in {instruction.value!r}")
        if self.base and image != self.stage:
            raise DockerfileError(
                instruction.line, f"a second stage (FROM {image}) is not supported; {WAY_OUT}"
            )
        if not self.base:
            self._begin(image, instruction.line)
        self.stage, self.args = alias, {}

    def _begin(self, image: str, line: int) -> None:
        """With all that the base image says of itself."""
        found = base_image.known(image) or self.others(image)
        if found is None:
            raise base_image.unknown(image, line)
        self.base, self.python = image, found.python
        self.steps += found.steps
        self.environment, self.labels = dict(found.config.environment), dict(found.config.labels)
        self.directory, self.ports = found.config.working_directory, list(found.config.ports)
        self.entrypoint, self.command = found.config.entrypoint, found.config.command

    def _take_arg(self, instruction: Instruction) -> None:
        for word in variables.words(
            instruction.value, self._variables if self.base else self.global_args
        ):
            name, has_default, default = word.partition("=")
            self.known_args.add(name)
            scope = self.args if self.base else self.global_args
            if name in self.build_args:
                scope[name] = self.build_args[name]
            elif has_default:
                scope[name] = default
            elif self.base and name in self.global_args:
                scope[name] = self.global_args[name]

    def _take_env(self, instruction: Instruction) -> None:
        self.environment.update(_pairs(instruction, self._variables))

    def _take_label(self, instruction: Instruction) -> None:
        self.labels.update(_pairs(instruction, self._variables))

    def _take_workdir(self, instruction: Instruction) -> None:
        path = variables.expand(instruction.value, self._variables)
        self.directory = posixpath.normpath(posixpath.join(self.directory, path))
        self.steps.append(MakeFolder((self.directory,), "/"))

    def _take_copy(self, instruction: Instruction) -> None:
        mode: int | None = None
        for flag in instruction.flags:
            name, _, value = flag.partition("=")
            if name == "--chmod" and re.fullmatch(r"[0-7]{3,4}", value):
                mode = int(value, 8)
            elif name == "--chown" and value in ("root", "root:root", "0", "0:0"):
                continue
            elif name not in ("--link",):
                raise ValueError(f"{flag} is not supported; {WAY_OUT}")
        words = (
            [variables.expand(word, self._variables) for word in instruction.exec_form]
            if instruction.exec_form
            else variables.words(instruction.value, self._variables)
        )
        if len(words) < 2:
            raise ValueError("needs at least a source and a destination")
        *sources, last = words
        destination = posixpath.normpath(posixpath.join(self.directory, last))
        if last.endswith(("/", "/.")) or last == "." or len(sources) > 1:
            destination = destination.rstrip("/") + "/"
        if instruction.keyword == "ADD" and any(re.match(r"\w+://|git@", s) for s in sources):
            raise ValueError(f"a URL is not supported; {WAY_OUT}")
        unpack = instruction.keyword == "ADD"
        self.steps.append(Copy(instruction.line, tuple(sources), destination, mode, unpack))

    _take_add = _take_copy

    def _take_run(self, instruction: Instruction) -> None:
        for flag in instruction.flags:
            # A cache mount only saves time; pip's own cache does the same here.
            if not flag.startswith("--mount=type=cache"):
                raise ValueError(f"{flag} is not supported; {WAY_OUT}")
        if instruction.exec_form:
            found = run_command.step(
                instruction.exec_form, self.directory, self._variables, instruction.line
            )
            self.steps += [found] if found else []
        else:
            value = _in_shell(instruction.value, self._variables)
            if lambda_base.tag_of(self.base) is not None:
                value = _TARGET.sub("", value)
            self.steps += run_command.steps(
                value, self.directory, self._variables, instruction.line
            )

    def _take_entrypoint(self, instruction: Instruction) -> None:
        self.entrypoint = _command(instruction)
        if not self.command_is_ours:
            self.command = ()  # a new ENTRYPOINT makes Docker forget the base image's CMD

    def _take_cmd(self, instruction: Instruction) -> None:
        self.command = _command(instruction)
        self.command_is_ours = True

    def _take_expose(self, instruction: Instruction) -> None:
        for port in variables.words(instruction.value, self._variables):
            self.ports.append(port if "/" in port else f"{port}/tcp")

    def _take_user(self, instruction: Instruction) -> None:
        user = variables.expand(instruction.value, self._variables)
        if user.partition(":")[0] not in ("root", "0"):
            raise ValueError(f"{user} is not supported: a process image runs as root; {WAY_OUT}")

    def _take_healthcheck(self, instruction: Instruction) -> None:
        self.notes.append("HEALTHCHECK has no effect: SageMaker asks /ping")

    def _take_maintainer(self, instruction: Instruction) -> None:
        self.labels["maintainer"] = instruction.value

    def _take_unsupported(self, instruction: Instruction) -> None:
        raise ValueError(f"the instruction is not supported; {WAY_OUT}")

    _take_onbuild = _take_shell = _take_stopsignal = _take_volume = _take_unsupported


def _pairs(instruction: Instruction, values: Mapping[str, str]) -> dict[str, str]:
    """``NAME=value …``, or the old ``NAME value`` with the rest of the line as the value."""
    first = instruction.value.split(None, 1)
    if "=" not in first[0]:
        if len(first) != 2:
            raise ValueError(f"{first[0]} has no value")
        return {first[0]: variables.expand(first[1], values)}
    pairs = {}
    for word in variables.words(instruction.value, values):
        name, equals, value = word.partition("=")
        if not equals or not name:
            raise ValueError(f"expected NAME=value, got {word!r}")
        pairs[name] = value
    return pairs


def _command(instruction: Instruction) -> tuple[str, ...]:
    if instruction.exec_form is not None:
        return instruction.exec_form
    return ("/bin/sh", "-c", instruction.value)


def _in_shell(value: str, values: Mapping[str, str]) -> str:
    """A RUN line with its variables put in and its quotes kept: the shell's words come later.

    Raises:
        ValueError: it substitutes a command's output.
    """
    if "$(" in value or "`" in value:
        raise ValueError(f"command substitution is not supported; {WAY_OUT}")
    parts = re.split(r"('[^']*')", value)
    name = re.compile(r"\$(?:\{(\w+)\}|(\w+))")
    return "".join(
        part if part.startswith("'") else name.sub(lambda m: values.get(m[1] or m[2], ""), part)
        for part in parts
    )

"""Which runtime this machine allows: tried out, not guessed."""

from __future__ import annotations

import logging
import sys
from pathlib import Path

from localaws.runtime.container import ContainerRuntime
from localaws.runtime.engine import Engine, find_engine
from localaws.runtime.memory import MemoryLimits, find_limits, most_memory
from localaws.runtime.namespace import NamespaceRuntime, why_not
from localaws.runtime.process import ProcessRuntime
from localaws.runtime.protocol import Images, Runtime, RuntimeRefused

OPTIONS = ("auto", "namespace", "process", "container")

_PLAIN_FUNCTIONS = (
    "Functions made of a zip run as plain processes: they can read and change whatever you can, your "
    "home folder and its keys among it; allow namespaces to hold them back."
)

log = logging.getLogger(__name__)


def choose(home: Path, images: Images, option: str = "auto") -> Runtime:
    """The best runtime that the machine allows, or the one that ``option`` names.

    Raises:
        RuntimeRefused: this machine cannot do what ``option`` asks for.
    """
    if option not in OPTIONS:
        raise RuntimeRefused(f"there is no runtime {option!r}; there are: {', '.join(OPTIONS)}")
    try:
        runtime = _choose(home, images, option)
    except OSError as error:
        raise RuntimeRefused(f"the home folder {home} cannot be written: {error}") from error
    log.info("runtime: %s, %s", runtime.name, runtime.why)
    return runtime


def choose_for_zips(home: Path, images: Images, chosen: Runtime) -> Runtime:
    """What runs functions made of a zip: an engine could only with AWS's own image around them.

    With containers it is the best that this machine allows beside them; else the chosen one itself.
    """
    if not isinstance(chosen, ContainerRuntime):
        return chosen
    obstacle = _obstacle(home)
    if not obstacle:
        return NamespaceRuntime(home, images, "this machine allows namespaces", _limits())
    why = f"this machine refuses namespaces ({obstacle})"
    plain = ProcessRuntime(home, images, why, _limits())
    plain.warning = _PLAIN_FUNCTIONS
    return plain


def _choose(
    home: Path, images: Images, option: str
) -> NamespaceRuntime | ProcessRuntime | ContainerRuntime:
    if option == "container":
        return _container(home, images, find_engine(), "asked for")
    if option == "process":
        return ProcessRuntime(home, images, "asked for", _limits())
    obstacle = _obstacle(home)
    if not obstacle:
        why = "asked for" if option == "namespace" else "this machine allows namespaces"
        return NamespaceRuntime(home, images, why, _limits())
    refused = f"this machine refuses namespaces ({obstacle})"
    if option == "namespace":
        raise RuntimeRefused(f"{refused}; use --runtime process or container")
    try:
        engine = find_engine()
    except RuntimeRefused as error:
        return ProcessRuntime(home, images, f"{refused}, and {error}", _limits())
    broken = engine.why_no_container()
    if broken:
        why = f"{refused}, and {engine.name} runs no container ({broken})"
        return ProcessRuntime(home, images, why, _limits())
    return _container(home, images, engine, refused)


def _container(home: Path, images: Images, engine: Engine, why: str) -> ContainerRuntime:
    limits = engine.limits_memory
    if not limits:
        log.info("%s cannot limit the memory of containers here", engine.name)
    return ContainerRuntime(home, images, engine, why, most_memory() if limits else None)


def _limits() -> MemoryLimits | None:
    limits, obstacle = find_limits()
    if limits is None:
        log.info("the memory of containers is not limited: %s", obstacle)
    else:
        log.info("containers have %d MiB of memory at most", limits.most >> 20)
    return limits


def _obstacle(home: Path) -> str:
    if sys.platform != "linux":
        return f"{sys.platform} has none"
    return why_not(home)

"""Which runtime this machine allows: tried out, not guessed."""

from __future__ import annotations

import logging
import sys
from pathlib import Path

from localaws.runtime.container import ContainerRuntime
from localaws.runtime.engine import find_engine
from localaws.runtime.namespace import NamespaceRuntime, why_not
from localaws.runtime.process import ProcessRuntime
from localaws.runtime.protocol import Images, Runtime, RuntimeRefused

OPTIONS = ("auto", "namespace", "process", "container")

log = logging.getLogger(__name__)


def choose_runtime(home: Path, images: Images, option: str = "auto") -> Runtime:
    """See ``localaws.runtime.choose``."""
    if option not in OPTIONS:
        raise RuntimeRefused(f"there is no runtime {option!r}; there are: {', '.join(OPTIONS)}")
    try:
        runtime = _choose(home, images, option)
    except OSError as error:
        raise RuntimeRefused(f"the home folder {home} cannot be written: {error}") from error
    log.info("runtime: %s, %s", runtime.name, runtime.why)
    return runtime


def _choose(
    home: Path, images: Images, option: str
) -> NamespaceRuntime | ProcessRuntime | ContainerRuntime:
    if option == "container":
        return ContainerRuntime(home, images, find_engine(), "asked for")
    if option == "process":
        return ProcessRuntime(home, images, "asked for")
    obstacle = _obstacle(home)
    if not obstacle:
        why = "asked for" if option == "namespace" else "this machine allows namespaces"
        return NamespaceRuntime(home, images, why)
    if option == "namespace":
        raise RuntimeRefused(
            f"this machine refuses namespaces ({obstacle}); use --runtime process or container"
        )
    return ProcessRuntime(home, images, f"this machine refuses namespaces ({obstacle})")


def _obstacle(home: Path) -> str:
    if sys.platform != "linux":
        return f"{sys.platform} has none"
    return why_not(home)

"""Sends clients with an AWS host in their code to ``AWS_ENDPOINT_URL`` like all others.

The SageMaker Python SDK asks STS at ``https://sts.REGION.amazonaws.com`` whatever the environment
says. Python runs this module at its start: it waits for botocore to be imported, which costs a
program that never does so nothing, and runs the ``sitecustomize`` that it hides, if there is one.
Standard library only, imported where it is needed; Python 3.7 and later.
"""

from __future__ import annotations

import os
import sys
from importlib.machinery import PathFinder

TYPE_CHECKING = False  # as typing has it, without the time that importing typing takes
if TYPE_CHECKING:
    from importlib.machinery import ModuleSpec
    from typing import Any

WATCHED = "botocore.session"
AWS_DOMAINS = (".amazonaws.com", ".amazonaws.com.cn")


class Watcher:
    """Lets the import of ``botocore.session`` happen, then changes what it made."""

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> ModuleSpec | None:
        if name != WATCHED:
            return None
        import importlib.util

        sys.meta_path.remove(self)
        spec = importlib.util.find_spec(name)
        if spec is not None and spec.loader is not None:
            execute = spec.loader.exec_module

            def exec_module(module: Any) -> None:
                execute(module)
                redirect(module.Session)

            spec.loader.exec_module = exec_module  # type: ignore[method-assign]
        return spec


def redirect(session: Any) -> None:
    """Make each client that names a host of AWS one of ``AWS_ENDPOINT_URL``."""
    import functools
    from urllib.parse import urlsplit

    create = session.create_client

    @functools.wraps(create)
    def create_client(self: Any, *args: Any, **kwargs: Any) -> Any:
        host = urlsplit(kwargs.get("endpoint_url") or "").hostname or ""
        if host.endswith(AWS_DOMAINS) and os.environ.get("AWS_ENDPOINT_URL"):
            kwargs["endpoint_url"] = os.environ["AWS_ENDPOINT_URL"]
        return create(self, *args, **kwargs)

    session.create_client = create_client


def run_hidden() -> None:
    """Run the ``sitecustomize`` that Python would have found without this one."""
    own = sys.path.index(__file__.rpartition(os.sep)[0])
    spec = PathFinder.find_spec(__name__, sys.path[own + 1 :])
    if spec is not None and spec.loader is not None:
        import importlib.util

        hidden = importlib.util.module_from_spec(spec)
        sys.modules[__name__] = hidden
        spec.loader.exec_module(hidden)


sys.meta_path.insert(0, Watcher())
run_hidden()

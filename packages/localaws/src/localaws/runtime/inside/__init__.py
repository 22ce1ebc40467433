"""The programs that a container starts with, in namespaces (``main``) or plain (``watcher``).

They run as ``python -I -S`` on the standard library alone, so that they start within milliseconds,
and shun pathlib, json, typing, socket and signal, whose imports take longer than all of their own work.
"""

RESOLVER = "127.0.0.11"  # where a namespace container asks for names, as in Docker

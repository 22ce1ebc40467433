"""``python -m localaws``: the embedded AWS as a program, in the foreground.

``prune`` frees its disk, ``outbox`` prints what it would have sent.
"""

from __future__ import annotations

import sys


def main() -> int:
    """The console script; the exit code."""
    if sys.argv[1:2] == ["prune"]:
        from localaws.prune.program import main as prune

        return prune(sys.argv[2:])
    if sys.argv[1:2] == ["outbox"]:
        from localaws.messages.program import main as outbox

        return outbox(sys.argv[2:])
    from localaws.server.program import main as serve

    return serve(sys.argv[1:])


if __name__ == "__main__":
    raise SystemExit(main())

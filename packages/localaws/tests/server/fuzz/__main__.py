"""A run of the fuzzer as large as you like, against a server of its own or, with ``--port``, another.

``PYTHONPATH=packages/localaws/tests/server python -m fuzz --scale 5 sagemaker events``
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from localaws.server.embedded import EmbeddedAWS

from .campaign import SERVICES, Campaign, Plan


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--scale", type=int, default=1, help="times the requests of an operation")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--only", default="", help="one operation")
    parser.add_argument("services", nargs="*", default=SERVICES)
    chosen = parser.parse_args()
    plan = Plan(
        valid=3 * chosen.scale,
        forbidden=6 * chosen.scale,
        wrong=3 * chosen.scale,
        garbage=2 * chosen.scale,
        twisted=3 * chosen.scale,
    )

    def fuzz(port: int) -> int:
        started = time.monotonic()
        campaign = Campaign(port, chosen.seed, plan)
        campaign.run(tuple(chosen.services), chosen.only)
        print("\n".join(campaign.faults()))
        print(campaign.table())
        print(f"{time.monotonic() - started:.0f} s, seed {chosen.seed}")
        return 1 if campaign.faults() else 0

    if chosen.port:
        return fuzz(chosen.port)
    with tempfile.TemporaryDirectory() as home, EmbeddedAWS(home=Path(home)) as aws:
        found = fuzz(aws.port)
        print(_raised(aws.log()))
        return found


def _raised(log: str) -> str:
    """What was raised inside the server, and where: each place once, with how often."""
    seen: Counter[str] = Counter()
    for traceback in log.split("Traceback (most recent call last):")[1:]:
        lines = traceback.splitlines()
        end = next((i for i, line in enumerate(lines) if i and not line.startswith(" ")), -1)
        seen["\n".join([*lines[end - 7 : end], lines[end][:300]])] += 1
    return "\n".join(f"{count}x{where}" for where, count in seen.most_common())


if __name__ == "__main__":
    sys.exit(main())

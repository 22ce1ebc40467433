"""A run of the fuzzer as large as you like, against a server of its own or, with ``--port``, another.

``PYTHONPATH=tests/localaws/server python -m fuzz --scale 5 sagemaker events``
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
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
    plan = Plan(3 * chosen.scale, 6 * chosen.scale, 3 * chosen.scale, min(17, 2 * chosen.scale))

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
        return fuzz(aws.port)


if __name__ == "__main__":
    sys.exit(main())

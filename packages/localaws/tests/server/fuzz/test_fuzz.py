"""No request, allowed or forbidden by its model, is answered 5xx, wrongly or unreadably.

Seeded; it ends when its time is up, as machines differ. ``LOCALAWS_FUZZ_SECONDS`` gives it more,
``LOCALAWS_FUZZ_SEED`` other requests.
"""

from __future__ import annotations

import os
import time

from localaws.server.embedded import EmbeddedAWS

from .campaign import SERVICES, Campaign, Plan

SECONDS = float(os.environ.get("LOCALAWS_FUZZ_SECONDS", "20"))
SEED = int(os.environ.get("LOCALAWS_FUZZ_SEED", "1"))


def test_no_request_finds_a_fault(aws: EmbeddedAWS) -> None:
    each = SECONDS / len(SERVICES)
    lines, faults = [], []
    for service in SERVICES:
        # A share of the time for each, so that a large service leaves some to the others.
        campaign = Campaign(aws.port, SEED, Plan(1, 2, 1, 1), time.monotonic() + each)
        campaign.run((service,))
        lines.append(campaign.table())
        faults += campaign.faults()
        assert campaign.tallies[service].valid > 0, service
    print("\n".join(lines))
    assert faults == []

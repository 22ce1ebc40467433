"""Templates that are wrong in some way: refused or rolled back, never a 5xx, never left in between."""

from __future__ import annotations

from ..cloud import Cloud
from .template_fuzz import Deployer, fuzz
from .template_samples import samples

TEMPLATES = 50  # about ten seconds; more of them with other seeds show nothing else


def test_no_template_brings_the_service_down_or_stays_in_progress(cloud: Cloud) -> None:
    deployer = Deployer(cloud.aws.endpoint, cloud.aws.region)
    faults = fuzz(deployer, samples(), seed=7, count=TEMPLATES)
    assert faults == []
    made = {status for status, count in deployer.statuses.items() if count}
    assert {"CREATE_COMPLETE", "ROLLBACK_COMPLETE"} <= made, "the fuzzer must get beyond the door"

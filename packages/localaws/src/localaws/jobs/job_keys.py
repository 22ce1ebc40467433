"""Whether the KMS keys can be used that a job is told to encrypt its volumes and its outputs with.

Nothing is encrypted here; but a job that AWS would end for its key ends here too, and before hours are spent.
"""

from __future__ import annotations

from collections.abc import Iterable

from localaws.jobs.failures import client_error
from localaws.this_aws import keys
from localaws.this_aws.keys import KeyUnusable


def check(named: Iterable[str], role: str, account: str, region: str) -> None:
    """See that a job's role can use its keys.

    Raises:
        JobFailed: it cannot use one.
    """
    for key in named:
        try:
            keys.check(key, account, region, principal=role)
        except KeyUnusable as error:
            raise client_error(f"KMS.{error.fault}: {error}") from error

"""Whether the keys and policies that the settings name can be used where the stack is deployed.

CloudFormation, or the first job, would refuse them with a sentence that names no setting.
"""

from __future__ import annotations

from infrastructure.settings import Settings, SettingsError, key
from pipelines.sdk.machine import partition


def see_to_arns(settings: Settings) -> None:
    """Raises SettingsError for a key of another region, and for a boundary of another account.

    A key encrypts what lies in its own region, and SageMaker's jobs read buckets of theirs only. A role has a
    permissions boundary of its own account, or one of AWS's.
    """
    named = [("key", settings.key_arn), *(("data_keys", each) for each in settings.data_keys)]
    for name, arn in named:
        if arn is not None:
            _, of, _, region, *_ = arn.split(":")
            here = (partition(settings.region), settings.region)
            if (of, region) != here:
                raise SettingsError(
                    f"{key(name)} cannot be {arn!r} (the stack is deployed in {settings.region}, and the key has to be "
                    f"there too: arn:{here[0]}:kms:{here[1]}:…)."
                )
    if (arn := settings.permissions_boundary) is None:
        return
    _, of, _, _, account, _ = arn.split(":", 5)
    if of != (here_is := partition(settings.region)):
        raise SettingsError(
            f"{key('permissions_boundary')} cannot be {arn!r} (in {settings.region} ARNs begin with arn:{here_is}:)."
        )
    if settings.account is not None and account not in (settings.account, "aws"):
        raise SettingsError(
            f"{key('permissions_boundary')} cannot be {arn!r} (the stack is deployed in the account {settings.account}, "
            "and the policy has to be there too, or be AWS's own)."
        )

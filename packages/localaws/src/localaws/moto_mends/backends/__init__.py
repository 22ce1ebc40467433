"""moto's backends, put right: one module a service, each a subclass that stands in for moto's own.

A backend is where moto does what a service does. moto keeps the class of each in a registry, makes
one for every account and region when it is first asked for, and everything in moto finds it there:
so ours needs to be registered and nothing needs to be patched. Each module says what is wrong with
moto's, and names the text that says so upstream.
"""

from __future__ import annotations


def register() -> None:
    """Put ours in the place of moto's. Call once, before anything asks for a backend.

    Raises:
        guard.MotoHasChanged: moto's are not those that ours were written for.
    """
    from moto.ecr.models import ecr_backends
    from moto.iam.models import iam_backends
    from moto.kms.models import kms_backends
    from moto.s3.models import s3_backends
    from moto.secretsmanager.models import secretsmanager_backends
    from moto.sqs.models import sqs_backends
    from moto.ssm.models import ssm_backends

    from localaws.moto_mends.backends import ecr, iam, kms, s3, secretsmanager, sqs, ssm
    from localaws.moto_mends.stand_in import stand_in

    stand_in(ecr_backends, ecr.Images)
    stand_in(iam_backends, iam.Identities)
    stand_in(kms_backends, kms.Keys)
    stand_in(s3_backends, s3.Buckets)
    stand_in(secretsmanager_backends, secretsmanager.Secrets)
    stand_in(sqs_backends, sqs.Queues)
    stand_in(ssm_backends, ssm.Parameters)

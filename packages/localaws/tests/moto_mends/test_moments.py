"""moto's services have the server's time, whether they were loaded before or are only later."""

from __future__ import annotations

import subprocess
import sys

_AN_HOUR_LATER = """
import time
from localaws import lazy_moto, moto_mends
from localaws.clock import Clock
lazy_moto.apply()
clock = Clock()
moto_mends.apply(clock)
clock.move(3600)

from moto.core.utils import unix_time
from moto.dynamodb.models import dynamodb_backends
from moto.ecr.models import ecr_backends
from moto.iam.models import iam_backends
from moto.s3.models import s3_backends
from moto.secretsmanager.models import secretsmanager_backends

role = iam_backends["1"]["aws"].create_role("r", "{}", "/", None, "", [], "3600")
bucket = s3_backends["1"]["aws"].create_bucket("bucket", "us-east-1")
key = s3_backends["1"]["aws"].put_object("bucket", "k", b"content")
ecr = ecr_backends["1"]["us-east-1"]
ecr.create_repository("r", None, None, None, None, None)
image = ecr.put_image("r", '{"schemaVersion": 2}', "t", "application/vnd.oci.image.manifest.v1+json")
secrets = secretsmanager_backends["1"]["us-east-1"]
secrets.create_secret("s", "text", None, "", [], None, None, None, False)
secret = secrets.secrets["s"]
table = dynamodb_backends["1"]["us-east-1"].create_table(
    "t", schema=[{"AttributeName": "k", "KeyType": "HASH"}],
    attr=[{"AttributeName": "k", "AttributeType": "S"}],
    throughput=None, indexes=[], global_indexes=[], streams=None, billing_mode="PAY_PER_REQUEST",
    sse_specification=None, tags=[], deletion_protection_enabled=False, warm_throughput=None,
)
for moment in (
    unix_time(), unix_time(role.create_date), bucket.creation_date.timestamp(),
    unix_time(key.last_modified), image.image_pushed_at, secret.created_date,
    unix_time(table.created_at),
):
    assert abs(moment - time.time() - 3600) < 60, moment
"""


def test_every_service_has_the_time_of_the_servers_clock() -> None:
    done = subprocess.run([sys.executable, "-c", _AN_HOUR_LATER], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr

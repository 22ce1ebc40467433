"""A part of an upload that there is not is refused, and not kept."""

from __future__ import annotations

import pytest
from botocore.exceptions import ClientError

from ..cloud import Cloud


def test_a_part_of_an_upload_that_there_is_not_is_refused(cloud: Cloud) -> None:
    s3 = cloud.aws.client("s3")
    s3.create_bucket(Bucket="parts-of-nothing")
    with pytest.raises(ClientError, match="NoSuchUpload"):
        s3.upload_part(Bucket="parts-of-nothing", Key="k", UploadId="none", PartNumber=1, Body=b"x")

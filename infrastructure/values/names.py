"""Names of what is deployed, and of what a deployment uses."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator

from infrastructure.values.text import listed, shape
from pipelines.variant import VARIANTS

# As pipelines.definition and pipelines.deployment_inputs want them: a job's name has both, and room for little else.
PipelineName = Annotated[
    str, shape("[a-z][a-z0-9]{0,19}", "1 to 20 lower-case letters and digits, a letter first")
]
Stage = Annotated[
    str, shape("[a-z][a-z0-9]{0,11}", "1 to 12 lower-case letters and digits, a letter first")
]
Account = Annotated[str, shape("[0-9]{12}", "the 12 digits of an account")]
Region = Annotated[str, shape("[a-z]{2}(-[a-z]+)+-[0-9]", "a region such as eu-central-1")]
Pretrained = Annotated[
    str,
    shape(
        "[A-Za-z0-9][A-Za-z0-9._-]{0,95}(/[A-Za-z0-9][A-Za-z0-9._-]{0,95})?",
        "bucket, none or a checkpoint's name on a hub, such as google-bert/bert-base-cased",
    ),
]
IndexUrl = Annotated[
    str, shape(r"(https?://[^\s/]+|file:///)\S*", "a URL such as https://pypi.org/simple")
]
# By the rules of S3 a name is no IP address, and neither begins nor ends as S3's own.
BucketName = Annotated[
    str,
    shape(
        r"(?!xn--|sthree-|amzn-s3-demo-)(?!\d+\.\d+\.\d+\.\d+$)(?=.{3,63}$)"
        r"[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*(?<!-s3alias)(?<!--ol-s3)",
        "the name of a bucket",
    ),
]
BucketNames = Annotated[tuple[BucketName, ...], BeforeValidator(listed)]
EndpointName = Annotated[
    str,
    shape("[a-z0-9](-*[a-z0-9]){0,62}", "1 to 63 lower-case letters, digits and inner hyphens"),
]
VariantName = Annotated[str, shape("|".join(VARIANTS), f"one of {', '.join(VARIANTS)}")]
TagText = Annotated[
    str,
    shape(
        r"(?=.*\S)[\w .:/=+@-]{1,256}",
        "text for a tag: at most 256 letters, digits, spaces and any of . : / = + @ - _",
    ),
]

"""Where a request says that the code is: in itself, in S3, or an image. Fetches it.

``Code`` of CreateFunction and of CloudFormation, and the same members of UpdateFunctionCode.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from localaws.functions.errors import invalid
from localaws.functions.function import Code
from localaws.functions.packages import archive
from localaws.functions.packages.archive import BadPackage
from localaws.functions.packages.store import Packages, Zip
from localaws.functions.rules import LARGEST_INLINE_ZIP, check_unpacked
from localaws.protocols.refusal import Refusal
from localaws.this_aws import objects


def code_of(request: Mapping[str, Any], packages: Packages) -> Code:
    """The code that a request brings; its zip is stored.

    Raises:
        Refusal: it brings none, or more than one; it is not there, or no sound zip.
    """
    ways = [name for name in ("ZipFile", "S3Bucket", "ImageUri") if request.get(name)]
    if len(ways) != 1:
        raise invalid("Please specify only one of ZipFile, S3Bucket/S3Key or ImageUri.")
    if ways == ["ImageUri"]:
        uri = str(request["ImageUri"])
        return Code(sha256="", size=0, image=uri)
    stored = zip_of(request, packages)
    return Code(stored.sha256, stored.size)


def zip_of(request: Mapping[str, Any], packages: Packages) -> Zip:
    """The zip that a request brings (``ZipFile``, or ``S3Bucket`` and ``S3Key``): also a layer's.

    Raises:
        Refusal: it is not there, or no sound zip, or too large.
    """
    content = request.get("ZipFile")
    if content is None:
        content = _object(request)
    elif len(content) > LARGEST_INLINE_ZIP:
        raise Refusal(
            "RequestEntityTooLargeException",
            f"Request must be smaller than {LARGEST_INLINE_ZIP} bytes for the CreateFunction operation",
            413,
        )
    try:
        stored = packages.keep(content)
    except BadPackage as error:
        raise invalid(str(error)) from error
    check_unpacked(stored.unpacked)
    return stored


def layer_of(request: Mapping[str, Any], packages: Packages) -> Zip:
    """The zip of a layer.

    Raises:
        Refusal: see ``zip_of``; or it has extensions, which nobody here would start.
    """
    stored = zip_of(request, packages)
    found = archive.extensions(packages.content(stored.sha256))
    if found:
        raise invalid(
            f"The layer has the extension {found[0]} (extensions/{found[0]}), and this embedded AWS "
            "runs no extensions (Extensions API): leave it out of the layer."
        )
    return stored


def _object(request: Mapping[str, Any]) -> bytes:
    bucket, key = request.get("S3Bucket"), request.get("S3Key")
    if not bucket:
        raise invalid("Please provide the content: ZipFile, or S3Bucket and S3Key.")
    if not key:
        raise invalid("S3Key is required where S3Bucket is given.")
    said = "Error occurred while GetObject. S3 Error Code: {}. S3 Error Message: {}"
    try:
        return objects.read(bucket, key, request.get("S3ObjectVersion"))
    except objects.NoSuchBucket:
        raise invalid(said.format("NoSuchBucket", "The specified bucket does not exist")) from None
    except objects.NoSuchKey:
        raise invalid(said.format("NoSuchKey", "The specified key does not exist.")) from None
    except objects.Denied as error:
        raise invalid(said.format("AccessDenied", error)) from None

"""Where a request's template comes from: TemplateBody, an object in S3, or the stack itself."""

from __future__ import annotations

from urllib.parse import unquote, urlsplit

from localaws.cloudformation.errors import ValidationError
from localaws.this_aws import objects
from localaws.this_aws.s3_location import S3Location

# https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html
_LARGEST_BODY = 51_200
_LARGEST_OBJECT = 1_000_000


def read(body: str | None, url: str | None, previous: str | None, use_previous: bool) -> str:
    """The text of the template.

    Args:
        previous: the template of the stack that the request names; None where it names none.

    Raises:
        ValidationError: the request names no template or several, or it cannot be had.
    """
    if (body is not None) + (url is not None) + use_previous > 1:
        raise ValidationError(
            "You cannot specify more than one of TemplateBody, TemplateURL and UsePreviousTemplate."
        )
    if body is not None:
        size = len(body.encode(errors="surrogatepass"))
        if size > _LARGEST_BODY:
            raise ValidationError(
                "1 validation error detected: Value at 'templateBody' failed to satisfy "
                f"constraint: Member must have length less than or equal to {_LARGEST_BODY} "
                f"(it has {size}; a larger template goes through S3 and TemplateURL)"
            )
        return body
    if url is not None:
        return _from_s3(url)
    if use_previous and previous:
        return previous
    raise ValidationError("Either Template URL or Template Body must be specified.")


def _from_s3(url: str) -> str:
    location = _location(url)
    try:
        if objects.size(location.bucket, location.key) > _LARGEST_OBJECT:
            raise ValidationError(f"Template may not exceed {_LARGEST_OBJECT} bytes in size.")
        return objects.read(location.bucket, location.key).decode()
    except (objects.NoSuchBucket, objects.NoSuchKey, objects.Denied) as error:
        raise ValidationError(f"S3 error: {error}") from error
    except UnicodeDecodeError as error:
        raise ValidationError(
            f"Template format error: {location} is no text in UTF-8: {error}"
        ) from error


def _location(url: str) -> S3Location:
    """The object that a URL names, the bucket in the path or before the host's name."""
    refusal = ValidationError(f"TemplateURL must be a supported URL, not {url}")
    try:
        parts = urlsplit(url)
        host, path = parts.hostname or "", unquote(parts.path).lstrip("/")
    except ValueError as error:
        raise refusal from error
    if parts.scheme not in ("http", "https"):
        raise refusal
    bucket = _virtual(host)
    if not bucket:
        bucket, _, path = path.partition("/")
    location = S3Location(bucket, path)
    if not location.bucket or not location.key:
        raise refusal
    return location


def _virtual(host: str) -> str:
    """The bucket that a host's name begins with; empty where the bucket is in the path."""
    if host.endswith(".localhost"):
        return host.removesuffix(".localhost").removesuffix(".s3")
    before, found, _ = host.partition(".s3.")
    if not found:
        before, found, _ = host.partition(".s3-")
    return before if found and host.endswith(("amazonaws.com", "amazonaws.com.cn")) else ""

"""By which codes a service refuses what its model forbids: one table.

Sources: the "Common Errors" pages of the API references and the errors of the services' models;
where a service has a code of its own for a broken constraint, it stands here by name.
"""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Codes:
    """``malformed``: the request cannot be read. ``invalid``: it breaks a constraint."""

    malformed: str
    invalid: str
    missing_token: str
    incomplete_signature: str
    wrong_signature: str
    unknown_operation: str
    unknown_status: int = 400


_JSON = Codes(
    "SerializationException",
    "ValidationException",
    "MissingAuthenticationTokenException",
    "IncompleteSignatureException",
    "InvalidSignatureException",
    "UnknownOperationException",
)
_REST_JSON = replace(_JSON, unknown_status=404)
_QUERY = Codes(
    "MalformedInput",
    "ValidationError",
    "MissingAuthenticationToken",
    "IncompleteSignature",
    "SignatureDoesNotMatch",
    "InvalidAction",
)
_EC2 = Codes(
    "InvalidParameterValue",
    "InvalidParameterValue",
    "MissingAuthenticationToken",
    "IncompleteSignature",
    "SignatureDoesNotMatch",
    "InvalidAction",
)
_REST_XML = Codes(
    "MalformedXML",
    "InvalidInput",
    "MissingAuthenticationToken",
    "IncompleteSignature",
    "SignatureDoesNotMatch",
    "UnknownOperationException",
    404,
)
_S3 = Codes(
    "MalformedXML",
    "InvalidArgument",
    "AccessDenied",
    "AuthorizationHeaderMalformed",
    "AuthorizationHeaderMalformed",
    "MethodNotAllowed",
    405,
)
_BY_PROTOCOL = {
    "json": _JSON,
    "smithy-rpc-v2-cbor": _JSON,
    "rest-json": _REST_JSON,
    "query": _QUERY,
    "ec2": _EC2,
    "rest-xml": _REST_XML,
}
_INVALID = {
    "logs": "InvalidParameterException",
    "ecr": "InvalidParameterException",
    "resourcegroupstaggingapi": "InvalidParameterException",
    "cognito-idp": "InvalidParameterException",
    "cognito-identity": "InvalidParameterException",
    "sqs": "InvalidParameterValue",
    "service-quotas": "IllegalArgumentException",
    "sagemaker-runtime": "ValidationError",
    "codebuild": "InvalidInputException",
    "emr": "InvalidRequestException",
    "cloudtrail": "InvalidParameterException",
}


def codes(service: str, protocol: str) -> Codes:
    """The codes of a service (botocore's name) in a protocol."""
    found = _S3 if service == "s3" else _BY_PROTOCOL[protocol]
    own = _INVALID.get(service)
    if own is None or protocol == "query":
        return found
    return replace(found, invalid=own)

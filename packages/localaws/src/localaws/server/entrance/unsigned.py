"""Requests that nobody signed: the few that AWS takes all the same, and its answer to the others."""

from __future__ import annotations

from localaws.protocols import families, models
from localaws.protocols.reading import query
from localaws.protocols.refusal import Refusal
from localaws.protocols.wire import Wire
from localaws.server.entrance.identity import Identity, NoOperation, likely_protocol, s3

# Services with operations for those who have no credentials yet, by what their requests begin with.
_BY_TARGET = {
    "AWSCognitoIdentityProviderService": "cognito-idp",
    "AWSCognitoIdentityService": "cognito-identity",
}
_TOKEN_SERVICE = ("AssumeRoleWithSAML", "AssumeRoleWithWebIdentity")
# What a bucket's ACL or policy can open to everybody and moto asks them about; OPTIONS and forms
# have no operation.
_ANONYMOUS = ("GetObject", "HeadObject", None)


def identified(wire: Wire) -> Identity:
    """Whom an unsigned request may ask.

    Raises:
        Refusal: nobody, as it is not signed.
        Malformed: a form is none.
        NoOperation: S3 has no such operation.
    """
    protocol = likely_protocol(wire)
    if protocol == "query":
        action = query.fields(wire).get("Action", "")
        if action in _TOKEN_SERVICE:
            return Identity("sts", "query", models.service_model("sts").operation_model(action))
    elif protocol == "json":
        prefix, _, action = wire.headers.get("x-amz-target", "").rpartition(".")
        service = _BY_TARGET.get(prefix)
        if service is not None:
            model = models.service_model(service)
            if action in model.operation_names:
                asked = model.operation_model(action)
                if asked.auth_type == "none":
                    return Identity(service, "json", asked)
    elif protocol == "rest-xml":
        try:
            identity = s3(wire)
        except NoOperation:
            raise Refusal("AccessDenied", "Access Denied", 403) from None
        if (identity.operation.name if identity.operation else None) in _ANONYMOUS:
            return identity
        raise Refusal("AccessDenied", "Access Denied", 403)
    codes = families.codes("", protocol)
    raise Refusal(codes.missing_token, "Request is missing Authentication Token", 403)

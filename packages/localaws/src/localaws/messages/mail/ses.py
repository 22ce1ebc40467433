"""The operations of Amazon SES, the first version of its API."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections.abc import Callable, Mapping
from typing import Any

from localaws.messages.mail.mail import Envelope, Mail, from_raw, in_small_letters, recipients
from localaws.messages.mail.post_office import Office, PostOffices, filled, page, values
from localaws.messages.mail.templates import BadTemplate, MissingValue, Template
from localaws.protocols.refusal import Refusal

Request = Mapping[str, Any]
Result = dict[str, Any]


class Ses:
    """The service in every account and region."""

    def __init__(self, offices: PostOffices) -> None:
        self._offices = offices
        self._operations: Mapping[str, Callable[[Office, Request], Result]] = {
            "VerifyEmailIdentity": _verify_address,
            "VerifyEmailAddress": _verify_address,
            "VerifyDomainIdentity": _verify_domain,
            "ListIdentities": _list_identities,
            "ListVerifiedEmailAddresses": _list_addresses,
            "GetIdentityVerificationAttributes": _verification,
            "DeleteIdentity": lambda office, request: _forget(office, request["Identity"]),
            "DeleteVerifiedEmailAddress": lambda o, request: _forget(o, request["EmailAddress"]),
            "SendEmail": self._send,
            "SendRawEmail": self._send_raw,
            "SendTemplatedEmail": self._send_templated,
            "SendBulkTemplatedEmail": self._send_bulk,
            "CreateTemplate": _create_template,
            "UpdateTemplate": _update_template,
            "GetTemplate": _get_template,
            "ListTemplates": self._list_templates,
            "DeleteTemplate": _delete_template,
            "TestRenderTemplate": _render,
            "GetSendQuota": self._quota,
            "GetAccountSendingEnabled": lambda office, request: {"Enabled": True},
        }

    @property
    def operations(self) -> frozenset[str]:
        return frozenset(self._operations)

    def call(self, account: str, region: str, operation: str, request: Request) -> Result:
        """Do one operation, such as ``SendEmail``, and return its result.

        Raises:
            Refusal: the request is refused.
        """
        return self._operations[operation](self._offices.at(account, region), request)

    def _send(self, office: Office, request: Request) -> Result:
        message = request["Message"]
        body = message.get("Body", {})
        mail = Mail(
            request["Source"],
            *recipients(request.get("Destination", {})),
            subject=message["Subject"]["Data"],
            text=body.get("Text", {}).get("Data"),
            html=body.get("Html", {}).get("Data"),
            reply_to=tuple(request.get("ReplyToAddresses", ())),
        )
        return {"MessageId": self._offices.send(office, mail)}

    def _send_raw(self, office: Office, request: Request) -> Result:
        envelope = Envelope(request.get("Source"), request.get("Destinations", ()))
        try:
            mail = from_raw(request["RawMessage"]["Data"], envelope)
        except ValueError as error:
            raise Refusal("InvalidParameterValue", str(error)) from error
        return {"MessageId": self._offices.send(office, mail)}

    def _send_templated(self, office: Office, request: Request) -> Result:
        template = found(office, request["Template"])
        mail = Mail(
            request["Source"],
            *recipients(request["Destination"]),
            reply_to=tuple(request.get("ReplyToAddresses", ())),
        )
        data = request["TemplateData"]
        return {"MessageId": self._offices.send_rendered(office, mail, template, data)}

    def _send_bulk(self, office: Office, request: Request) -> Result:
        template = found(office, request["Template"])
        default = values(request.get("DefaultTemplateData"))
        status = []
        for each in request["Destinations"]:
            mail = Mail(
                request["Source"],
                *recipients(each["Destination"]),
                reply_to=tuple(request.get("ReplyToAddresses", ())),
            )
            data = default | values(each.get("ReplacementTemplateData"))
            status.append(self._one_of_many(office, mail, template, data))
        return {"Status": status}

    def _one_of_many(
        self, office: Office, mail: Mail, template: Template, data: Mapping[str, Any]
    ) -> Result:
        try:
            identifier = self._offices.send(office, filled(mail, template, data))
        except (BadTemplate, MissingValue) as error:
            return {"Status": "Failed", "Error": str(error)}
        except Refusal as error:
            if error.code == "MessageRejected":
                raise
            return {"Status": "InvalidParameterValue", "Error": error.message}
        return {"Status": "Success", "MessageId": identifier}

    def _list_templates(self, office: Office, request: Request) -> Result:
        shown, more = page(office.templates, request, "MaxItems")
        now = self._offices.clock.now()
        metadata = [{"Name": name, "CreatedTimestamp": now} for name in shown]
        return {"TemplatesMetadata": metadata, "NextToken": more}

    def _quota(self, office: Office, _request: Request) -> Result:
        return office.quota(self._offices.clock.seconds())


def found(office: Office, name: str) -> Template:
    """A template.

    Raises:
        Refusal: there is none of that name.
    """
    if name not in office.templates:
        raise Refusal("TemplateDoesNotExist", f"Template {name} does not exist.")
    return office.templates[name]


def _verify_address(office: Office, request: Request) -> Result:
    office.identities.setdefault(in_small_letters(request["EmailAddress"]), {})
    return {}


def _verify_domain(office: Office, request: Request) -> Result:
    domain = request["Domain"].lower()
    office.identities.setdefault(domain, {})
    return {"VerificationToken": _token(domain)}


def _list_identities(office: Office, request: Request) -> Result:
    kind = request.get("IdentityType")
    every = [each for each in office.identities if kind in (None, _kind(each))]
    shown, more = page(every, request, "MaxItems")
    return {"Identities": shown, "NextToken": more}


def _list_addresses(office: Office, _request: Request) -> Result:
    return {"VerifiedEmailAddresses": [each for each in office.identities if "@" in each]}


def _verification(office: Office, request: Request) -> Result:
    attributes: dict[str, Any] = {}
    for identity in request["Identities"]:
        if identity in office.identities:
            token = {} if "@" in identity else {"VerificationToken": _token(identity)}
            attributes[identity] = {"VerificationStatus": "Success", **token}
    return {"VerificationAttributes": attributes}


def _forget(office: Office, identity: str) -> Result:
    office.identities.pop(identity, None)
    return {}


def _create_template(office: Office, request: Request) -> Result:
    template = _template(request["Template"])
    if template.name in office.templates:
        raise Refusal("AlreadyExists", f"Template {template.name} already exists.")
    office.templates[template.name] = template
    return {}


def _update_template(office: Office, request: Request) -> Result:
    template = _template(request["Template"])
    found(office, template.name)
    office.templates[template.name] = template
    return {}


def _get_template(office: Office, request: Request) -> Result:
    template = found(office, request["TemplateName"])
    return {
        "Template": {
            "TemplateName": template.name,
            "SubjectPart": template.subject,
            "TextPart": template.text,
            "HtmlPart": template.html,
        }
    }


def _delete_template(office: Office, request: Request) -> Result:
    office.templates.pop(request["TemplateName"], None)
    return {}


def _render(office: Office, request: Request) -> Result:
    return {
        "RenderedTemplate": shown(found(office, request["TemplateName"]), request["TemplateData"])
    }


def shown(template: Template, data: str) -> str:
    """What a template makes of data, as a mail is written.

    Raises:
        Refusal: it makes nothing of them.
    """
    try:
        mail = filled(Mail("", ()), template, values(data))
    except MissingValue as error:
        raise Refusal("MissingRenderingAttribute", str(error)) from error
    except BadTemplate as error:
        raise Refusal("InvalidTemplate", str(error)) from error
    return f"Subject: {mail.subject}\n\n{mail.text or ''}\n\n{mail.html or ''}".strip()


def _template(given: Mapping[str, Any]) -> Template:
    return Template(
        given["TemplateName"],
        *(given.get(part) for part in ("SubjectPart", "TextPart", "HtmlPart")),
    )


def _kind(identity: str) -> str:
    return "EmailAddress" if "@" in identity else "Domain"


def _token(domain: str) -> str:
    """What would have to stand in the domain's DNS: the same whenever it is asked for."""
    return b64encode(hashlib.sha256(domain.encode()).digest()).decode()

"""The operations of Amazon SES, the second version of its API. Both have the same identities and templates."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from localaws.messages.mail import ses
from localaws.messages.mail.mail import Envelope, Mail, from_raw, in_small_letters, recipients
from localaws.messages.mail.post_office import Office, PostOffices, filled, page, values
from localaws.messages.mail.templates import BadTemplate, MissingValue, Template
from localaws.protocols.refusal import Refusal

Request = Mapping[str, Any]
Result = dict[str, Any]

# What the first version says, as the second one calls it.
_CODES = {
    "InvalidParameterValue": ("BadRequestException", 400),
    "InvalidRenderingParameter": ("BadRequestException", 400),
    "InvalidTemplate": ("BadRequestException", 400),
    "MissingRenderingAttribute": ("BadRequestException", 400),
    "TemplateDoesNotExist": ("NotFoundException", 404),
    "AlreadyExists": ("AlreadyExistsException", 400),
}


class SesV2:
    """The service in every account and region."""

    def __init__(self, offices: PostOffices) -> None:
        self._offices = offices
        self._operations: Mapping[str, Callable[[Office, Request], Result]] = {
            "CreateEmailIdentity": _create_identity,
            "GetEmailIdentity": _get_identity,
            "ListEmailIdentities": _list_identities,
            "DeleteEmailIdentity": _delete_identity,
            "SendEmail": self._send,
            "SendBulkEmail": self._send_bulk,
            "CreateEmailTemplate": _create_template,
            "UpdateEmailTemplate": _update_template,
            "GetEmailTemplate": _get_template,
            "ListEmailTemplates": self._list_templates,
            "DeleteEmailTemplate": _delete_template,
            "TestRenderEmailTemplate": _render,
            "GetAccount": self._account,
        }

    @property
    def operations(self) -> frozenset[str]:
        return frozenset(self._operations)

    def call(self, account: str, region: str, operation: str, request: Request) -> Result:
        """Do one operation, such as ``SendEmail``, and return its result.

        Raises:
            Refusal: the request is refused.
        """
        try:
            return self._operations[operation](self._offices.at(account, region), request)
        except Refusal as error:
            code, status = _CODES.get(error.code, (error.code, error.status))
            raise Refusal(code, error.message, status) from error

    def _send(self, office: Office, request: Request) -> Result:
        content = request["Content"]
        addressed = recipients(request.get("Destination", {}))
        sender, reply_to = (
            request.get("FromEmailAddress"),
            tuple(request.get("ReplyToAddresses", ())),
        )
        if "Raw" in content:
            every = tuple(each for kind in addressed for each in kind)
            try:
                mail = from_raw(content["Raw"]["Data"], Envelope(sender, every))
            except ValueError as error:
                raise Refusal("BadRequestException", str(error)) from error
            return {"MessageId": self._offices.send(office, mail)}
        if not sender:
            raise Refusal("BadRequestException", "FromEmailAddress is missing.")
        mail = Mail(sender, *addressed, reply_to=reply_to)
        if "Simple" in content:
            whole = _simple(mail, content["Simple"])
            return {"MessageId": self._offices.send(office, whole)}
        if "Template" in content:
            template = _template_of(office, content["Template"])
            data = content["Template"].get("TemplateData", "{}")
            return {"MessageId": self._offices.send_rendered(office, mail, template, data)}
        raise Refusal("BadRequestException", "Content has to be one of Simple, Raw and Template.")

    def _send_bulk(self, office: Office, request: Request) -> Result:
        default = request["DefaultContent"].get("Template", {})
        template = _template_of(office, default)
        results = []
        for each in request["BulkEmailEntries"]:
            replaced = each.get("ReplacementEmailContent", {}).get("ReplacementTemplate", {})
            data = values(default.get("TemplateData")) | values(
                replaced.get("ReplacementTemplateData")
            )
            mail = Mail(
                request.get("FromEmailAddress", ""),
                *recipients(each["Destination"]),
                reply_to=tuple(request.get("ReplyToAddresses", ())),
            )
            results.append(self._one_of_many(office, mail, template, data))
        return {"BulkEmailEntryResults": results}

    def _one_of_many(
        self, office: Office, mail: Mail, template: Template, data: Mapping[str, Any]
    ) -> Result:
        try:
            identifier = self._offices.send(office, filled(mail, template, data))
        except (BadTemplate, MissingValue) as error:
            return {"Status": "FAILED", "Error": str(error)}
        except Refusal as error:
            rejected = error.code == "MessageRejected"
            status = "MESSAGE_REJECTED" if rejected else "INVALID_PARAMETER"
            return {"Status": status, "Error": error.message}
        return {"Status": "SUCCESS", "MessageId": identifier}

    def _list_templates(self, office: Office, request: Request) -> Result:
        shown, more = page(office.templates, request, "PageSize")
        now = self._offices.clock.now()
        metadata = [{"TemplateName": name, "CreatedTimestamp": now} for name in shown]
        return {"TemplatesMetadata": metadata, "NextToken": more}

    def _account(self, office: Office, _request: Request) -> Result:
        return {
            "DedicatedIpAutoWarmupEnabled": False,
            "EnforcementStatus": "HEALTHY",
            "ProductionAccessEnabled": True,
            "SendQuota": office.quota(self._offices.clock.seconds()),
            "SendingEnabled": True,
        }


def _simple(mail: Mail, given: Mapping[str, Any]) -> Mail:
    body = given.get("Body", {})
    return Mail(
        *(mail.sender, mail.to, mail.cc, mail.bcc, given["Subject"]["Data"]),
        text=body.get("Text", {}).get("Data"),
        html=body.get("Html", {}).get("Data"),
        reply_to=mail.reply_to,
        headers=tuple((each["Name"], each["Value"]) for each in given.get("Headers", ())),
        attachments=tuple(each["FileName"] for each in given.get("Attachments", ())),
    )


def _template_of(office: Office, given: Mapping[str, Any]) -> Template:
    """The template that a request names, or brings with it."""
    inline = given.get("TemplateContent")
    if inline is not None:
        return Template("", inline.get("Subject"), inline.get("Text"), inline.get("Html"))
    name = given.get("TemplateName") or given.get("TemplateArn", "").rpartition("/")[2]
    return ses.found(office, name)


def _create_identity(office: Office, request: Request) -> Result:
    identity = in_small_letters(request["EmailIdentity"])
    if identity in office.identities:
        raise Refusal("AlreadyExists", f"Email identity {identity} already exist.")
    office.identities[identity] = {"Tags": request.get("Tags", [])}
    return {"IdentityType": _kind(identity), "VerifiedForSendingStatus": True}


def _get_identity(office: Office, request: Request) -> Result:
    identity = request["EmailIdentity"]
    _check_identity(office, identity)
    return {
        "IdentityType": _kind(identity),
        "FeedbackForwardingStatus": True,
        "VerifiedForSendingStatus": True,
        "VerificationStatus": "SUCCESS",
        "Policies": {},
        "Tags": office.identities[identity].get("Tags", []),
    }


def _list_identities(office: Office, request: Request) -> Result:
    shown, more = page(office.identities, request, "PageSize")
    listed = [
        {
            "IdentityType": _kind(each),
            "IdentityName": each,
            "SendingEnabled": True,
            "VerificationStatus": "SUCCESS",
        }
        for each in shown
    ]
    return {"EmailIdentities": listed, "NextToken": more}


def _delete_identity(office: Office, request: Request) -> Result:
    _check_identity(office, request["EmailIdentity"])
    del office.identities[request["EmailIdentity"]]
    return {}


def _check_identity(office: Office, identity: str) -> None:
    if identity not in office.identities:
        raise Refusal("NotFoundException", f"Email identity {identity} does not exist.", 404)


def _kind(identity: str) -> str:
    return "EMAIL_ADDRESS" if "@" in identity else "DOMAIN"


def _create_template(office: Office, request: Request) -> Result:
    name = request["TemplateName"]
    if name in office.templates:
        raise Refusal("AlreadyExists", f"Template {name} already exists.")
    office.templates[name] = _template(request)
    return {}


def _update_template(office: Office, request: Request) -> Result:
    ses.found(office, request["TemplateName"])
    office.templates[request["TemplateName"]] = _template(request)
    return {}


def _template(request: Request) -> Template:
    content = request["TemplateContent"]
    parts = (content.get(part) for part in ("Subject", "Text", "Html"))
    return Template(request["TemplateName"], *parts)


def _get_template(office: Office, request: Request) -> Result:
    template = ses.found(office, request["TemplateName"])
    content = {"Subject": template.subject, "Text": template.text, "Html": template.html}
    return {"TemplateName": template.name, "TemplateContent": content}


def _delete_template(office: Office, request: Request) -> Result:
    ses.found(office, request["TemplateName"])
    del office.templates[request["TemplateName"]]
    return {}


def _render(office: Office, request: Request) -> Result:
    template = ses.found(office, request["TemplateName"])
    return {"RenderedTemplate": ses.shown(template, request["TemplateData"])}

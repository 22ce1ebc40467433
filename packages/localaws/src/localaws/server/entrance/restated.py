"""The error in a body, whichever protocol it was written in, and whether that is the right one."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from localaws.protocols.reading import xml
from localaws.protocols.refusal import Malformed

_XML = ("query", "ec2", "rest-xml")


@dataclass(frozen=True)
class Found:
    """``is_in_protocol``: whether a client of the protocol reads it as it stands."""

    code: str
    message: str
    is_in_protocol: bool


def error_in(body: bytes, protocol: str, headers: list[tuple[str, str]]) -> Found | None:
    """The error; None where there is none."""
    text = body.lstrip()
    if text.startswith(b"<"):
        return _in_xml(text, protocol)
    if text.startswith(b"{"):
        by_name = {name.lower(): value for name, value in headers}
        return _in_json(text, protocol, by_name.get("x-amzn-errortype", ""))
    return None


def _in_xml(body: bytes, protocol: str) -> Found | None:
    try:
        root = xml.parsed(body)
    except Malformed:
        return None
    found = _first(root, "Error")
    if found is None:
        return None
    texts = {child.name: child.text for child in found.children}
    if not texts.get("Code"):
        return None
    return Found(texts["Code"], texts.get("Message", ""), _is_well_placed(root, protocol))


def _is_well_placed(root: xml.Node, protocol: str) -> bool:
    """Whether the error is where botocore looks for it."""
    if protocol not in _XML:
        return False
    if root.name == "Error":
        return protocol == "rest-xml"
    below = {child.name: child for child in root.children}
    if protocol == "ec2":
        return root.name == "Response" and "Errors" in below
    return root.name == "ErrorResponse" and "Error" in below


def _first(node: xml.Node, name: str) -> xml.Node | None:
    if node.name == name and node.children:
        return node
    for child in node.children:
        found = _first(child, name)
        if found is not None:
            return found
    return None


def _in_json(body: bytes, protocol: str, named: str) -> Found | None:
    try:
        value: Any = json.loads(body)
    except (ValueError, RecursionError):
        return None
    code = named or value.get("__type") or value.get("code") or value.get("Code") or ""
    code = str(code).partition(":")[0].rpartition("#")[2]
    message = str(value.get("message") or value.get("Message") or value.get("errorMessage") or "")
    if not code:
        return None
    # Where botocore looks for the code: the header means something to rest-json alone.
    readable = value.get("__type") if protocol == "json" else named or value.get("code")
    return Found(code, message, bool(readable) and protocol in ("json", "rest-json"))

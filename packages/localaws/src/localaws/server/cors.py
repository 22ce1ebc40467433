"""Answers to pages of other origins that the gate has admitted: which of them a page may read.

S3 by its bucket's own rules, as documented under "Using cross-origin resource sharing" of its user
guide; the APIs as AWS's own, which any origin may read. Whatever moto says of origins is dropped.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

from moto.s3.models import s3_backends

from localaws.server.http import Application, StartResponse

_ANY_METHOD = ("GET", "HEAD", "PUT", "POST", "DELETE", "PATCH")
_VARY = ("Vary", "Origin, Access-Control-Request-Headers, Access-Control-Request-Method")
_FORBIDDEN = (
    b'<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>AccessForbidden</Code><Message>CORSResponse: '
    b"This CORS request is not allowed. This is usually because the evalution of Origin, request "
    b"method / Access-Control-Request-Method or Access-Control-Request-Headers are not whitelisted by "
    b"the resource's CORS spec.</Message></Error>"
)


@dataclass(frozen=True)
class Rule:
    """One rule of a bucket's CORS configuration, by the names of S3's API."""

    origins: tuple[str, ...]
    methods: tuple[str, ...]
    headers: tuple[str, ...] = ()
    exposed: tuple[str, ...] = ()
    max_age: int | None = None

    def allows(self, origin: str, method: str, headers: Sequence[str]) -> bool:
        return (
            any(_matches(each, origin) for each in self.origins)
            and method in self.methods
            and all(any(_matches(each.lower(), name) for each in self.headers) for name in headers)
        )

    def fields(self, origin: str, headers: Sequence[str]) -> list[tuple[str, str]]:
        """The header fields by which a browser learns of it."""
        if "*" in self.origins:
            fields = [("Access-Control-Allow-Origin", "*")]
        else:
            fields = [("Access-Control-Allow-Origin", origin)]
            fields.append(("Access-Control-Allow-Credentials", "true"))
        fields.append(("Access-Control-Allow-Methods", ", ".join(self.methods)))
        if headers:
            fields.append(("Access-Control-Allow-Headers", ", ".join(headers)))
        if self.exposed:
            fields.append(("Access-Control-Expose-Headers", ", ".join(self.exposed)))
        if self.max_age is not None:
            fields.append(("Access-Control-Max-Age", str(self.max_age)))
        return [*fields, _VARY]


_EVERY_API = Rule(("*",), _ANY_METHOD, ("*",), ("*",), 172800)


class CrossOrigin:
    """Adds to the answers of ``application``, and answers preflights itself."""

    def __init__(self, application: Application) -> None:
        self._application = application

    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        origin = environ.get("HTTP_ORIGIN", "")
        asked = environ.get("HTTP_ACCESS_CONTROL_REQUEST_METHOD")
        if environ["REQUEST_METHOD"] == "OPTIONS" and (origin or asked):
            return _preflight(environ, origin, start_response)
        fields: list[tuple[str, str]] = []
        if origin:
            rules = _rules_for(environ["PATH_INFO"])
            rule = next((r for r in rules if r.allows(origin, environ["REQUEST_METHOD"], ())), None)
            fields = rule.fields(origin, ()) if rule else []

        def start(status: str, headers: list[tuple[str, str]], error: Any = None) -> Any:
            own = [each for each in headers if not each[0].lower().startswith("access-control-")]
            return start_response(status, own + fields, error)

        return self._application(environ, start)


def _preflight(
    environ: dict[str, Any], origin: str, start_response: StartResponse
) -> Iterable[bytes]:
    method = environ.get("HTTP_ACCESS_CONTROL_REQUEST_METHOD", "")
    asked = environ.get("HTTP_ACCESS_CONTROL_REQUEST_HEADERS", "").lower()
    headers = [name.strip() for name in asked.split(",") if name.strip()]
    rules = _rules_for(environ["PATH_INFO"]) if origin and method else []
    rule = next((each for each in rules if each.allows(origin, method, headers)), None)
    if rule is None:
        start_response("403 Forbidden", [("Content-Type", "application/xml")])
        return [_FORBIDDEN]
    start_response("200 OK", [("Content-Length", "0"), *rule.fields(origin, headers)])
    return [b""]


def _rules_for(path: str) -> Sequence[Rule]:
    """The rules for a path: a bucket's own where it names one, else those of AWS's APIs."""
    name = path.removeprefix("/").partition("/")[0]
    found = s3_backends.bucket_accounts.get(name)
    if found is None:
        return [_EVERY_API]
    partition, account = found
    return [
        Rule(
            origins=_each(rule.allowed_origins),
            methods=_each(rule.allowed_methods),
            headers=_each(rule.allowed_headers),
            exposed=_each(rule.exposed_headers),
            max_age=None if rule.max_age_seconds is None else int(rule.max_age_seconds),
        )
        for rule in s3_backends[account][partition].get_bucket(name).cors
    ]


def _each(value: Any) -> tuple[str, ...]:
    return tuple(value or ())


def _matches(pattern: str, text: str) -> bool:
    """S3's one wildcard, the asterisk."""
    return fnmatchcase(text, pattern.replace("[", "[[]").replace("?", "[?]"))

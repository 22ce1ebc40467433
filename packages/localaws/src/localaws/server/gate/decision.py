"""Whether a request is let in, by its head alone. Decides; sends nothing and reads nothing.

A program names the server and says nothing of pages: it never notices this. A browser adds, whether
its page wants it or not, the page's ``Origin``, ``Referer`` and ``Sec-Fetch-*`` (Fetch standard and
Fetch Metadata), and by these a foreign page is known.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from localaws.server.gate.hosts import is_loopback, name_in
from localaws.server.gate.navigation import Navigable, is_presigned_object

_OURS = ("same-origin", "none")  # Sec-Fetch-Site; none: the user typed it


@dataclass(frozen=True)
class Policy:
    """What is let in besides this machine's programs.

    Attributes:
        origins: of pages (``https://app.example``), exactly as browsers write them.
        hosts: names by which the server may be called, without a port.
        navigable: what any page may lead a browser to.
    """

    origins: frozenset[str] = frozenset()
    hosts: frozenset[str] = frozenset()
    navigable: tuple[Navigable, ...] = (is_presigned_object,)


def why_refused(environ: Mapping[str, Any], policy: Policy) -> str | None:
    """Why this request is refused: one sentence that names the way in; None where it is let in.

    ``environ`` is WSGI's; a header that came twice is in it joined by a comma, and so is no good.
    """
    host = environ.get("HTTP_HOST", "")
    named = _why_not_by_that_name(host, policy)
    if named is None and not environ["RAW_URI"].startswith(("/", "*")):
        # An absolute URI: where the two differ, the URI is the one that a proxy would go by.
        named = _why_not_by_that_name(environ["RAW_URI"].split("/", 3)[2], policy)
    if named is not None:
        return named
    origin, referer = environ.get("HTTP_ORIGIN"), environ.get("HTTP_REFERER")
    site = environ.get("HTTP_SEC_FETCH_SITE")
    if origin is None and not referer and site is None:
        return None
    return _why_not_from_there(environ, f"http://{host.lower()}", policy)


def _why_not_by_that_name(host: str, policy: Policy) -> str | None:
    name = name_in(host)
    if name is None:
        return (
            f"The request names the host {_shown(host)}, which is none: call this embedded AWS "
            "localhost, or by a name that it was started with (--allow-host NAME)."
        )
    if is_loopback(name) or name in policy.hosts:
        return None
    return (
        f"This embedded AWS is not to be called {_shown(name)}: call it localhost, or start it with "
        f"--allow-host {_shown(name)} if that name means this machine to you."
    )


def _why_not_from_there(environ: Mapping[str, Any], own: str, policy: Policy) -> str | None:
    origin, referer = environ.get("HTTP_ORIGIN"), environ.get("HTTP_REFERER")
    site = environ.get("HTTP_SEC_FETCH_SITE")
    if origin is not None:
        if origin in policy.origins:
            return None
        if origin != own:
            return _of_a_page("the origin", origin)
    elif _page_of(referer, policy.origins) or (
        _is_navigation(environ) and _leads_to_something_open(environ, policy)
    ):
        return None
    if referer and _page_of(referer, (own,)) is None:
        return _of_a_page("the origin", "/".join(referer.split("/", 3)[:3]))
    if site is not None and site not in _OURS:
        return _of_a_page("another origin, Sec-Fetch-Site", site)
    return None


def _page_of(referer: str | None, origins: Any) -> str | None:
    """Which of the origins the referring page is of."""
    if not referer:
        return None
    return next(
        (each for each in origins if referer == each or referer.startswith(f"{each}/")), None
    )


def _is_navigation(environ: Mapping[str, Any]) -> bool:
    """Whether a browser goes to a page of its own with it, as by a link; no frame, no form's POST."""
    return (
        environ["REQUEST_METHOD"] == "GET"
        and environ.get("HTTP_SEC_FETCH_MODE") == "navigate"
        and environ.get("HTTP_SEC_FETCH_DEST") == "document"
    )


def _leads_to_something_open(environ: Mapping[str, Any], policy: Policy) -> bool:
    name = name_in(environ["HTTP_HOST"]) or ""
    path, query = environ["PATH_INFO"], environ["QUERY_STRING"]
    return environ["RAW_URI"].startswith("/") and any(
        asked(name, path, query) for asked in policy.navigable
    )


def _of_a_page(what: str, origin: str) -> str:
    example = _shown(origin) if origin.startswith(("http://", "https://")) else "ORIGIN"
    return (
        f"A web page ({what}: {_shown(origin)}) asks, and this embedded AWS answers no web pages: "
        f"start it with --allow-origin {example} if this one is yours."
    )


def _shown(text: str) -> str:
    """A stranger's text as it may stand in an answer and in a log."""
    return "".join(
        c if c.isascii() and c.isprintable() and c not in "<>&\"'`" else "?" for c in text[:100]
    )

"""What of a request's head lets it in: nothing of a web page, unless its origin was admitted."""

from __future__ import annotations

import pytest

from localaws.server.gate.decision import Policy, why_refused

POLICY = Policy(frozenset(["https://app.example"]), frozenset(["host.docker.internal"]))
V4 = (
    "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Date=20260101T000000Z&X-Amz-Expires=60"
    "&X-Amz-SignedHeaders=host&X-Amz-Signature=0"
    "&X-Amz-Credential=test%2F20260101%2Fus-east-1%2Fs3%2Faws4_request"
)
V2 = "AWSAccessKeyId=test&Expires=1800000000&Signature=x%3D"
LINK = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}


def refused(
    target: str = "/", method: str = "POST", host: str = "localhost:4566", **headers: str
) -> str | None:
    """Header names with an underscore for each dash."""
    path, _, query = target.partition("?")
    environ = {
        "REQUEST_METHOD": method,
        "RAW_URI": target,
        "PATH_INFO": path,
        "QUERY_STRING": query,
    }
    environ |= {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in headers.items()}
    return why_refused(environ | {"HTTP_HOST": host}, POLICY)


@pytest.mark.parametrize(
    "host",
    [
        "localhost",
        "localhost:4566",
        "LocalHost:1",
        "127.0.0.1:4566",
        "127.1.2.3",
        "[::1]:4566",
        "bucket.localhost:4566",
        "my.bucket.s3.us-east-1.localhost",
        "[::ffff:127.0.0.1]",
        "host.docker.internal:4566",
    ],
)
def test_a_program_that_names_this_machine_is_let_in(host: str) -> None:
    assert refused(host=host) is None


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "localhost.evil.example",
        "evillocalhost",
        "127.0.0.1.nip.io",
        "localhost.",
        "sync-localhost:4566",
        "0.0.0.0",
        "2130706433",
        "0x7f000001",
        "0177.0.0.1",
        "127.1",
        "[::]",
        "10.0.0.1",
        "[::1%25lo]",
        "[fe80::1]",
        "localhost:x",
        "localhost:99999",
        "localhost:",
        "",
        "localhost,evil.example",
        "localhost@evil.example",
        "a..localhost",
        ".localhost",
        "-.localhost",
        "host.docker.internal.evil.example",
        "x.host.docker.internal",
        "localhost\u00ad",
    ],
)
def test_any_other_name_is_refused_with_the_option_that_admits_it(host: str) -> None:
    assert "--allow-host" in str(refused(host=host))


def test_an_absolute_uri_is_not_a_way_around_the_host() -> None:
    assert "--allow-host" in str(refused("http://evil.example/"))
    assert "--allow-host" in str(refused("http://localhost@evil.example/"))
    assert "--allow-host" in str(refused("http://localhost:4566/", host="evil.example"))
    assert refused("http://localhost:4566/") is None


@pytest.mark.parametrize(
    "origin",
    [
        "https://evil.example",
        "null",
        "",
        "http://localhost",
        "http://localhost:3000",
        "https://localhost:4566",
        "http://127.0.0.1:4566",
        "http://localhost:4566/",
        "file://",
        "http://localhost:4566,https://evil.example",
        "https://app.example.evil.example",
        "https://app.example:8443",
        "http://app.example",
        "chrome-extension://abc",
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST", "OPTIONS", "PATCH", "BREW"])
def test_an_origin_that_is_not_ours_is_refused(origin: str, method: str) -> None:
    assert "--allow-origin" in str(refused(method=method, Origin=origin))


def test_our_own_origin_and_an_admitted_one_are_let_in() -> None:
    assert refused(Origin="http://localhost:4566") is None
    assert refused(host="LOCALHOST:4566", Origin="http://localhost:4566") is None
    site = {"Sec-Fetch-Site": "cross-site"}
    assert refused(Origin="https://app.example", Referer="https://app.example/x", **site) is None
    assert refused(method="GET", Referer="https://app.example/x", **site) is None


@pytest.mark.parametrize(
    "referer",
    [
        "https://evil.example/",
        "http://localhost:4566.evil.example/",
        "http://localhost:4566@evil/",
        "http://localhost:3000/",
        "https://app.example.evil.example/",
        "about:client",
    ],
)
def test_a_foreign_referer_is_refused(referer: str) -> None:
    assert "--allow-origin" in str(refused(method="GET", Referer=referer))
    assert refused(method="GET", Referer="http://localhost:4566/page") is None


@pytest.mark.parametrize("site", ["cross-site", "same-site", "none,cross-site", "", "strange"])
def test_a_browser_that_says_the_page_is_elsewhere_is_refused(site: str) -> None:
    assert "--allow-origin" in str(refused(**{"Sec-Fetch-Site": site}))
    assert "--allow-origin" in str(
        refused(Origin="http://localhost:4566", **{"Sec-Fetch-Site": site})
    )


def test_what_the_user_types_and_our_own_pages_are_let_in() -> None:
    assert refused(method="GET", **{"Sec-Fetch-Site": "none"}) is None
    assert refused(method="GET", **{"Sec-Fetch-Site": "same-origin"}) is None


@pytest.mark.parametrize("query", [V4, V2, f"{V4}&response-content-type=text%2Fhtml&versionId=1"])
@pytest.mark.parametrize(
    ("host", "path"), [("localhost:4566", "/bucket/a/r.html"), ("bucket.localhost:4566", "/r.html")]
)
def test_any_page_may_lead_to_a_presigned_object(host: str, path: str, query: str) -> None:
    assert refused(f"{path}?{query}", "GET", host, Referer="https://evil.example/", **LINK) is None


@pytest.mark.parametrize(
    "target",
    [
        "/bucket/r.html",
        f"/bucket?{V4}",
        f"/?{V4}",
        f"/bucket/?{V4}",
        f"/iam_us-east-1/x?{V4}",
        f"/bucket/k?{V4}&Action=CreateUser",
        f"/bucket/k?{V4}&acl",
        f"/bucket/k?{V4}&uploads=",
        f"/bucket/k?{V4.replace('s3', 'iam')}",
        f"/bucket/k?{V4}&X-Amz-Signature=1",
        f"/bucket/k?{V4}&x-id=PutObject",
        f"/bucket/k?{V4.replace('X-Amz-Date', 'X')}",
        f"//bucket/k?{V4}",
        f"/moto-api/reset?{V4}",
        f"/_localaws/health?{V4}",
        f"/latest/x?{V4}",
        f"/endpoints/x/invocations?{V4}",
        f"http://localhost:4566/bucket/k?{V4}",
    ],
)
def test_nothing_else_can_be_led_to(target: str) -> None:
    assert "--allow-origin" in str(refused(target, "GET", **LINK))


@pytest.mark.parametrize(
    ("method", "changed"),
    [
        ("POST", {}),
        ("GET", {"Sec-Fetch-Dest": "iframe"}),
        ("GET", {"Sec-Fetch-Mode": "no-cors"}),
        ("GET", {"Origin": "https://evil.example"}),
    ],
)
def test_only_going_there_is_let_in(method: str, changed: dict[str, str]) -> None:
    assert "--allow-origin" in str(refused(f"/bucket/r.html?{V4}", method, **{**LINK, **changed}))


def test_a_refusal_repeats_no_markup() -> None:
    assert "<" not in str(refused(Origin="http://<script>alert(1)</script>"))

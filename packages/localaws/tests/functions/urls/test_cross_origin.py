"""Pages of other origins at a function's URL."""

from __future__ import annotations

from localaws.functions.function import Cors
from localaws.functions.urls.cross_origin import opened, preflight
from localaws.functions.urls.request import HttpRequest
from localaws.functions.urls.response import HttpResponse

PAGE = "https://app.example"
CORS = Cors((PAGE, "https://*.other.example"), ("GET", "POST"), ("x-key",), ("x-id",), True, 60)


def asked(origin: str, method: str = "OPTIONS") -> HttpRequest:
    return HttpRequest(method, "/", "", {"origin": origin})


def test_without_settings_the_function_decides() -> None:
    assert preflight(asked(PAGE), None) is None
    said = HttpResponse(200, b"", (("access-control-allow-origin", "*"),))
    assert opened(said, asked(PAGE, "GET"), None) == said


def test_a_preflight_is_responded_to_by_the_settings() -> None:
    found = preflight(asked(PAGE), CORS)
    assert found is not None
    assert dict(found.headers) == {
        "access-control-allow-origin": PAGE,
        "vary": "Origin",
        "access-control-allow-credentials": "true",
        "access-control-expose-headers": "x-id",
        "access-control-allow-methods": "GET,POST",
        "access-control-allow-headers": "x-key",
        "access-control-max-age": "60",
    }


def test_a_page_of_another_origin_is_told_nothing() -> None:
    found = preflight(asked("https://evil.example"), CORS)
    assert found is not None
    assert found.headers == ()


def test_the_settings_stand_in_for_what_the_function_says() -> None:
    said = HttpResponse(200, b"x", (("access-control-allow-origin", "*"), ("a", "b")))
    assert opened(said, asked("https://evil.example", "GET"), CORS).headers == (("a", "b"),)
    names = [
        name for name, _ in opened(said, asked("https://a.other.example", "GET"), CORS).headers
    ]
    assert names[:2] == ["a", "access-control-allow-origin"]


def test_everybody_is_an_asterisk() -> None:
    found = opened(HttpResponse(200), asked(PAGE, "GET"), Cors(("*",)))
    assert ("access-control-allow-origin", "*") in found.headers

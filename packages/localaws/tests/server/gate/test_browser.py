"""The attacks themselves, by a real browser: each request is seen to arrive, and to be refused.

The page's side runs in Chromium, from a page of a stranger's origin. The server's log is the witness
that the request came at all, since browsers hold some back by themselves.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import unquote

import pytest
from selenium.webdriver import Chrome

from localaws.server.embedded import EmbeddedAWS

from ...browser import chromium

WITHIN = 20.0  # seconds for a request to arrive
SIGNED = "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/%s/aws4_request, SignedHeaders=host, Signature=0"
JOB = json.dumps({"TrainingJobName": "owned", "AlgorithmSpecification": {}})
ENTRY = "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Date=20260101T000000Z&X-Amz-Signature=0"
REPORT = """<!doctype html><title>a report</title><h1>Accuracy 0.9</h1>
<script>document.title = "its script has run"; fetch("/?attack=by-the-report")</script>"""


class _Page(BaseHTTPRequestHandler):
    """Any host's page: what stands in its query."""

    def do_GET(self) -> None:
        body = unquote(self.path.partition("?")[2]).encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Nobody wants to know."""


@pytest.fixture(scope="module")
def pages() -> Iterator[int]:
    """The port of web sites of strangers."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Page)
    Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_port
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def aws(tmp_path_factory: pytest.TempPathFactory, pages: int) -> Iterator[EmbeddedAWS]:
    admitted = f"http://admitted.example:{pages}"
    home = tmp_path_factory.mktemp("home")
    with EmbeddedAWS(home=home, options=("--allow-origin", admitted)) as running:
        s3 = running.client("s3")
        for bucket in ("reports", "shared"):
            s3.create_bucket(Bucket=bucket)
            s3.put_object(Bucket=bucket, Key="r.html", Body=REPORT, ContentType="text/html")
        rule = {
            "AllowedOrigins": [admitted],
            "AllowedMethods": ["GET", "PUT"],
            "AllowedHeaders": ["*"],
        }
        s3.put_bucket_cors(Bucket="shared", CORSConfiguration={"CORSRules": [rule]})
        yield running


@pytest.fixture(scope="module")
def browser() -> Iterator[Chrome]:
    with chromium("evil.example", "admitted.example") as running:
        yield running


def visit(browser: Chrome, origin: str, page: str, aws: EmbeddedAWS) -> None:
    """Open a page of that origin; AWS stands in it for the server's address."""
    browser.get(
        f"{origin}/?{page.replace('AWS', aws.endpoint).replace('#', '%23').replace('%2F', '%252F')}"
    )


def refusal(aws: EmbeddedAWS, attack: str) -> str:
    """The line of the server's log by which it refused that attack."""
    deadline = time.monotonic() + WITHIN
    while time.monotonic() < deadline:
        for line in aws.log().splitlines():
            if "refused (" in line and f"attack={attack}" in line:
                return line
        time.sleep(0.05)
    raise AssertionError(f"{attack} did not arrive, or was let in:\n{aws.log()[-2000:]}")


def fetch(url: str, **how: Any) -> str:
    return f"<script>fetch('{url}', {json.dumps(how)})</script>"


STRANGERS = {
    "unsigned": (
        "POST '/",
        fetch("AWS/?attack=unsigned", method="POST", body=JOB, mode="no-cors"),
    ),
    "preflight": (
        "OPTIONS '/",
        fetch(
            "AWS/?attack=preflight",
            method="POST",
            body=JOB,
            headers={
                "Authorization": SIGNED % "sagemaker",
                "X-Amz-Target": "SageMaker.CreateTrainingJob",
            },
        ),
    ),
    "signed": (  # no preflight: the signature is in the query
        "POST '/",
        fetch(
            f"AWS/?attack=signed&{ENTRY}&X-Amz-Credential=test/20260101/us-east-1/sagemaker/aws4_request",
            method="POST",
            body=JOB,
            mode="no-cors",
        ),
    ),
    "recorder": (
        "POST '/moto-api/",
        "<form method=post enctype=text/plain action='AWS/moto-api/recorder/upload-recording?attack=recorder'>"
        '<input name=\'{"method": "POST", "x": "\' value=\'"}\'></form><script>document.forms[0].submit()</script>',
    ),
    "reset": (
        "POST '/moto-api/reset",
        "<form method=post action='AWS/moto-api/reset?attack=reset'></form>"
        "<script>document.forms[0].submit()</script>",
    ),
    "upload": (
        "POST '/reports",
        "<form method=post enctype=multipart/form-data action='AWS/reports?attack=upload'>"
        "<input name=key value=mine><input name=file value=x></form>"
        "<script>document.forms[0].submit()</script>",
    ),
    "image": (
        "GET '/reports",
        "<img src='AWS/reports/r.html?attack=image' referrerpolicy=no-referrer>",
    ),
    "script": ("GET '/reports", "<script src='AWS/reports/r.html?attack=script'></script>"),
    "frame": (  # presigned, but no page of its own
        "GET '/reports",
        f"<iframe src='AWS/reports/r.html?{ENTRY}&attack=frame"
        "&X-Amz-Credential=test/20260101/us-east-1/s3/aws4_request'></iframe>",
    ),
    "window": ("GET '/reports", "<script>open('AWS/reports/r.html?attack=window')</script>"),
    "account": (  # a whole API call in a query string, dressed as presigned
        "GET '/iam_us-east-1/x",
        f"<script>open('AWS/iam_us-east-1/x?Action=CreateUser&UserName=mallory&{ENTRY}&attack=account"
        "&X-Amz-Credential=test/20260101/us-east-1/s3/aws4_request')</script>",
    ),
    "null": (
        "POST '/",
        "<iframe sandbox=allow-scripts srcdoc=\"<script>fetch('AWS/?attack=null', "
        "{method: 'POST', mode: 'no-cors', body: 'x'})</script>\"></iframe>",
    ),
    "socket": (
        "GET '/",
        "<script>new WebSocket('AWS/?attack=socket'.replace('http', 'ws'))</script>",
    ),
    "beacon": ("POST '/", "<script>navigator.sendBeacon('AWS/?attack=beacon', 'x')</script>"),
}


@pytest.mark.parametrize("attack", STRANGERS)
def test_a_page_of_a_stranger_gets_nothing(
    aws: EmbeddedAWS, browser: Chrome, pages: int, attack: str
) -> None:
    asked, page = STRANGERS[attack]
    visit(browser, f"http://evil.example:{pages}", page, aws)
    assert asked in refusal(aws, attack)


def test_a_page_on_another_port_of_localhost_is_a_stranger(
    aws: EmbeddedAWS, browser: Chrome, pages: int
) -> None:
    page = "<img src='AWS/reports/r.html?attack=neighbour' referrerpolicy=no-referrer>"
    visit(browser, f"http://localhost:{pages}", page, aws)
    assert "Sec-Fetch-Site: same-site" in refusal(aws, "neighbour")
    visit(browser, f"http://localhost:{pages}", fetch("AWS/?attack=neighbour-too"), aws)
    assert f"the origin: http://localhost:{pages}" in refusal(aws, "neighbour-too")


def test_a_name_that_is_made_to_mean_this_machine_is_no_way_in(
    aws: EmbeddedAWS, browser: Chrome
) -> None:
    browser.get(f"http://evil.example:{aws.port}/_localaws/health?attack=rebinding")
    assert "is not to be called evil.example" in browser.page_source
    assert "--allow-host evil.example" in refusal(aws, "rebinding")


def test_nothing_was_done_by_any_of_them(aws: EmbeddedAWS) -> None:
    assert aws.client("sagemaker").list_training_jobs()["TrainingJobSummaries"] == []
    assert aws.client("iam").list_users()["Users"] == []
    listed = aws.client("s3").list_objects_v2(Bucket="reports")["Contents"]
    assert [each["Key"] for each in listed] == ["r.html"]


def test_a_presigned_report_is_shown_and_runs_nothing(
    aws: EmbeddedAWS, browser: Chrome, pages: int
) -> None:
    url = aws.client("s3").generate_presigned_url(
        "get_object", Params={"Bucket": "reports", "Key": "r.html"}
    )
    visit(browser, f"http://evil.example:{pages}", "<a>a link</a>", aws)
    browser.execute_script(
        "const a = document.querySelector('a'); a.href = arguments[0]; a.click()", url
    )
    deadline = time.monotonic() + WITHIN
    while "Accuracy" not in browser.page_source:
        assert time.monotonic() < deadline, browser.page_source
        time.sleep(0.05)
    assert browser.title == "a report"
    assert browser.execute_script("return self.origin") == "null"


ASK = """
const [url, how, done] = arguments;
fetch(url, how).then(answer => answer.text().then(text => done([answer.status, text])),
                     error => done([0, String(error)]));
"""


def test_an_admitted_page_is_served_by_the_buckets_rules(
    aws: EmbeddedAWS, browser: Chrome, pages: int
) -> None:
    visit(browser, f"http://admitted.example:{pages}", "mine", aws)

    def ask(path: str, headers: dict[str, str] | None = None, **how: Any) -> Any:
        how["headers"] = {"Authorization": SIGNED % "s3"} | (headers or {})
        return browser.execute_async_script(ASK, f"{aws.endpoint}{path}", how)

    assert ask("/shared/r.html") == [200, REPORT]
    assert ask("/shared/new", method="PUT", body="x", headers={"x-amz-meta-a": "b"}) == [200, ""]
    assert aws.client("s3").head_object(Bucket="shared", Key="new")["Metadata"] == {"a": "b"}
    assert ask("/shared/new", method="DELETE")[0] == 0  # no rule names it
    assert ask("/reports/r.html")[0] == 0  # a bucket without rules
    headers = {"Authorization": SIGNED % "sagemaker", "X-Amz-Target": "SageMaker.ListTrainingJobs"}
    assert ask("/", method="POST", body="{}", headers=headers)[0] == 200

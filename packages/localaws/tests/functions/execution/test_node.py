"""The Node.js runtime: every form of handler, every way to fail."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace

import pytest

from .plain import Functions

pytestmark = pytest.mark.skipif(not shutil.which("node"), reason="this machine has no Node.js")


@pytest.fixture
def node(functions: Functions) -> Functions:
    functions.configuration = replace(
        functions.configuration, runtime="nodejs22.x", handler="index.handler", timeout=10
    )
    return functions


@pytest.mark.parametrize(
    ("file", "source"),
    [
        ("index.mjs", "export const handler = async (event, c) => [event, c.functionName]"),
        (
            "index.mjs",
            "export default { handler: (event, c) => Promise.resolve([event, c.functionName]) }",
        ),
        ("index.js", "exports.handler = async (event, c) => [event, c.functionName]"),
        ("index.cjs", "exports.handler = async (event, c) => [event, c.functionName]"),
        ("index.js", "exports.handler = (e, c, done) => done(null, [e, c.functionName])"),
        (
            "index.js",
            "exports.handler = (e, c, done) => { setTimeout(() => done(null, [e, c.functionName]), 20) }",
        ),
        (
            "index.js",
            "exports.handler = (e, c) => { setTimeout(() => c.succeed([e, c.functionName]), 20) }",
        ),
        ("index.js", "exports.handler = (e, c) => c.done(null, [e, c.functionName])"),
    ],
)
def test_handlers_of_every_kind_answer(node: Functions, file: str, source: str) -> None:
    (node.task / file).write_text(source)
    assert json.loads(node.invoke({"a": "ü"}).payload) == [{"a": "ü"}, "greet"]
    assert node.invoke().error is None
    assert node.starts == 1


def test_a_js_file_is_a_module_where_its_package_says_so(node: Functions) -> None:
    (node.task / "package.json").write_text('{"type": "module"}')
    (node.task / "index.js").write_text("export const handler = async () => typeof require")
    assert node.invoke().payload == b'"undefined"'


def test_the_context_has_what_a_handler_asks_for(node: Functions) -> None:
    (node.task / "index.js").write_text(
        "exports.handler = async (e, c) => [c.functionVersion, c.memoryLimitInMB, c.logGroupName,"
        " c.invokedFunctionArn.split(':')[6], c.callbackWaitsForEmptyEventLoop,"
        " c.getRemainingTimeInMillis() > 5000]"
    )
    assert json.loads(node.invoke().payload) == [
        *("$LATEST", "128", "/aws/lambda/greet", "greet", True, True)
    ]


@pytest.mark.parametrize(
    "source",
    [
        "(event, context) => {}",
        "(event, context) => 'what is returned without a promise is not the answer'",
        "(event, context, done) => { setTimeout(() => {}, 20) }",
        "async () => {}",
    ],
)
def test_a_handler_that_says_nothing_answers_null(node: Functions, source: str) -> None:
    (node.task / "index.js").write_text(f"exports.handler = {source}")
    assert node.invoke().payload == b"null"


def test_a_callback_waits_for_what_is_left_to_do_unless_told_not_to(node: Functions) -> None:
    (node.task / "index.js").write_text(
        "let at = 0\n"
        "exports.handler = (waits, context, done) => {\n"
        "  context.callbackWaitsForEmptyEventLoop = waits\n"
        "  at = 0\n"
        "  const value = { toJSON: () => at }\n"
        "  setTimeout(() => { at = 1 }, 100)\n"
        "  done(null, value)\n}"
    )
    assert node.invoke(True).payload == b"1"
    assert node.invoke(False).payload == b"0"


@pytest.mark.parametrize(
    ("source", "kind", "message"),
    [
        ("throw new RangeError('far')", "RangeError", "far"),
        ("return Promise.reject(new TypeError('none'))", "TypeError", "none"),
        ("throw 'a text'", "string", "a text"),
        ("process.exit(3)", "Runtime.ExitError", "exit status 3"),
        ("await new Promise(() => {})", "Runtime.NodeJsExit", "a Promise that was never settled."),
        ("const a = {}; a.a = a; return a", "Runtime.MarshalError", "circular structure"),
        ("return 1n", "Runtime.MarshalError", "serialize a BigInt"),
        (
            "setTimeout(() => { throw new Error('late') }); await new Promise(r => setTimeout(r, 500))",
            "Error",
            "late",
        ),
        (
            "Promise.reject(new Error('lost')); await new Promise(r => setTimeout(r, 500))",
            "Runtime.UnhandledPromiseRejection",
            "Error: lost",
        ),
        (
            "awslambda.streamifyResponse(async () => {})",
            "Function.ResponseStreamingNotSupported",
            "whole.",
        ),
    ],
)
def test_a_failure_is_told(node: Functions, source: str, kind: str, message: str) -> None:
    (node.task / "index.js").write_text(f"exports.handler = async () => {{ {source} }}")
    failure = json.loads(node.invoke().payload)
    assert (failure["errorType"], message in failure["errorMessage"]) == (kind, True)
    assert node.invoke("again").error == "Unhandled"


def test_a_callbacks_error_is_the_handlers(node: Functions) -> None:
    (node.task / "index.js").write_text("exports.handler = (e, c, done) => done(new Error('no'))")
    assert json.loads(node.invoke().payload)["errorMessage"] == "no"


@pytest.mark.parametrize(
    ("source", "handler", "kind", "message"),
    [
        ("", "other.handler", "Runtime.ImportModuleError", "Error: Cannot find module 'other'"),
        (
            "require('none')",
            "index.handler",
            "Runtime.ImportModuleError",
            "Error: Cannot find module 'none'",
        ),
        (
            "exports.x = 1",
            "index.handler",
            "Runtime.HandlerNotFound",
            "index.handler is undefined or not exported",
        ),
        (
            "exports.handler = 1",
            "index.handler",
            "Runtime.HandlerNotFound",
            "index.handler is not a function",
        ),
        ("", "index", "Runtime.MalformedHandlerName", "Bad handler"),
        (
            "",
            "../index.handler",
            "Runtime.MalformedHandlerName",
            "'../index.handler' is not a valid handler name.",
        ),
        ("exports.handler = (", "index.handler", "Runtime.UserCodeSyntaxError", "SyntaxError: "),
        ("throw new RangeError('early')", "index.handler", "RangeError", "early"),
    ],
)
def test_what_cannot_be_initialized_says_why(
    node: Functions, source: str, handler: str, kind: str, message: str
) -> None:
    (node.task / "index.js").write_text(source)
    failure = json.loads(node.invoke(handler=handler).payload)
    assert failure["errorType"] == kind
    assert failure["errorMessage"].startswith(message)


def test_callbacks_are_gone_from_node_24_on(node: Functions) -> None:
    (node.task / "index.js").write_text("exports.handler = (e, c, done) => done(null, 1)")
    failure = json.loads(node.invoke(runtime="nodejs24.x").payload)
    assert failure["errorType"] == "Runtime.CallbackHandlerDeprecated"


def test_what_is_logged_is_one_event_each(node: Functions) -> None:
    (node.task / "index.js").write_text(
        "exports.handler = async () => console.log('a\\nb', {c: 1})"
    )
    node.invoke()
    assert any(line.endswith("\tINFO\ta\nb { c: 1 }\n") for line in node.log)


def test_as_json_it_is_an_object_of_its_level(node: Functions) -> None:
    (node.task / "index.js").write_text(
        "exports.handler = async () => { console.debug('no'); console.warn({a: 1});"
        " console.error('bad', new RangeError('far')) }"
    )
    node.invoke(log_format="JSON")
    warned, failed = [record for line in node.log if "level" in (record := json.loads(line))]
    assert (warned["level"], warned["message"]) == ("WARN", {"a": 1})
    assert warned["requestId"].startswith("id-")
    assert (failed["errorType"], failed["errorMessage"]) == ("RangeError", "far")


def test_the_end_of_the_server_is_the_end_of_the_process(node: Functions) -> None:
    (node.task / "index.js").write_text("exports.handler = async () => process.pid")
    node.invoke()
    (process,) = node.processes
    node.executor.close()
    assert process.wait(10) is not None

"""The Node.js of functions, and the packages of the SDK that their code names."""

from __future__ import annotations

import io
import os
import shutil
import zipfile
from pathlib import Path

import pytest

from localaws.functions.packages import node
from localaws.functions.packages.node import SDK, Node, Nodes, wanted
from localaws.functions.runtimes import LambdaRuntime
from localaws.runtime.protocol import RuntimeRefused

RUNTIME = LambdaRuntime("nodejs22.x", "node", "22")
S3 = frozenset({"@aws-sdk/client-s3"})
NPM = """#!/bin/sh
echo "$@" >> "$(dirname "$0")/asked"
while [ "$1" != --prefix ]; do shift; done
mkdir -p "$2/node_modules/@aws-sdk/client-s3"
"""


def a_zip(**files: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in files.items():
            archive.writestr(name.replace("__", "/").replace("_DOT_", "."), text)
    return out.getvalue()


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("exports.handler = async () => 1", frozenset()),
        ('const { S3 } = require("@aws-sdk/client-s3")', S3),
        ("import { S3 } from '@aws-sdk/client-s3'", S3),
        ("import { x } from '@aws-sdk/client-s3/dist-cjs/x'", S3),
        ('require("aws-sdk")', frozenset()),
        ("require(`@aws-sdk/client-${service}`)", SDK),
        ("require('@smithy/other'), require('@aws-sdk/' + name)", SDK | {"@smithy/other"}),
    ],
)
def test_code_wants_what_it_names(source: str, names: frozenset[str]) -> None:
    assert wanted([a_zip(index_DOT_js=source)]) == names


def test_what_it_brings_it_does_not_want() -> None:
    brought = {"nodejs__node_modules__@aws-sdk__client-s3__index.js": "require('@aws-sdk/core')"}
    code = a_zip(index_DOT_mjs="import '@aws-sdk/client-s3'", readme_DOT_md='"@aws-sdk/core"')
    assert wanted([code, a_zip(**brought)]) == frozenset()


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine with a Node.js that others do not see, and an npm that remembers what it was asked."""
    tools = tmp_path / "tools"
    tools.mkdir()
    (tools / "node").write_text("the program")
    (tools / "npm").write_text(NPM)
    (tools / "npm").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tools}:{os.environ['PATH']}")
    monkeypatch.setattr(node, "find_node", lambda: Node(tools / "node", "22.1.0"))
    return tools


def test_the_program_is_brought_where_containers_do_not_see_it(
    machine: Path, tmp_path: Path
) -> None:
    made = Nodes(tmp_path)(RUNTIME, frozenset())
    assert made is not None
    assert (made / "bin" / "node").read_text() == "the program"
    assert not (machine / "asked").exists()


def test_packages_are_installed_once_also_for_the_next_server(
    machine: Path, tmp_path: Path
) -> None:
    made = Nodes(tmp_path)(RUNTIME, S3)
    assert made is not None
    assert (made / "node_modules/@aws-sdk/client-s3").is_dir()
    assert Nodes(tmp_path)(RUNTIME, S3) == made
    assert Nodes(tmp_path)(RUNTIME, frozenset()) == made
    asked = (machine / "asked").read_text().splitlines()
    assert len(asked) == 1
    assert "--ignore-scripts" in asked[0]
    assert asked[0].endswith(" @aws-sdk/client-s3")


def test_what_npm_cannot_install_is_tried_again_by_the_next_server(
    machine: Path, tmp_path: Path
) -> None:
    (machine / "npm").write_text("#!/bin/sh\necho no network >&2; exit 1\n")
    nodes = Nodes(tmp_path)
    lacking = nodes(RUNTIME, S3)
    assert nodes(RUNTIME, S3) == lacking
    (machine / "npm").write_text(NPM)
    assert Nodes(tmp_path)(RUNTIME, S3) != lacking


def test_a_machine_without_node_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    with pytest.raises(RuntimeRefused, match="has no Node"):
        Nodes(tmp_path)(RUNTIME, frozenset())

"""Code in a template becomes a zip of one file, with the module that answers CloudFormation."""

from __future__ import annotations

import io
import zipfile

import pytest

from localaws.cloudformation.errors import Refused
from localaws.cloudformation.types.inline_code import LARGEST, zipped


def names(content: bytes) -> list[str]:
    return sorted(zipfile.ZipFile(io.BytesIO(content)).namelist())


def test_python_is_index_py_with_cfnresponse() -> None:
    content = zipped("def handler(e, c): pass", "python3.12")
    assert names(content) == ["cfnresponse.py", "index.py"]
    assert zipfile.ZipFile(io.BytesIO(content)).read("index.py") == b"def handler(e, c): pass"


def test_node_is_index_js_with_cfn_response() -> None:
    assert names(zipped("exports.handler = 1", "nodejs22.x")) == [
        "index.js",
        "node_modules/cfn-response.js",
    ]


def test_the_same_text_is_the_same_zip() -> None:
    assert zipped("x = 1", "python3.12") == zipped("x = 1", "python3.12")


@pytest.mark.parametrize("runtime", ["provided.al2023", "java21", ""])
def test_no_other_language_has_code_in_a_template(runtime: str) -> None:
    with pytest.raises(Refused, match="only be used with runtimes of Node"):
        zipped("x", runtime)


def test_it_has_a_longest() -> None:
    with pytest.raises(Refused, match="4194304 bytes at most"):
        zipped("#" * (LARGEST + 1), "python3.12")

"""XML documents from strangers: no document types, no entities of their own, no great depth."""

from __future__ import annotations

from dataclasses import dataclass, field
from xml.parsers import expat

from localaws.protocols.refusal import Malformed

_DEEPEST = 100


@dataclass
class Node:
    """An element. Names are without prefixes: no model of AWS tells two namespaces apart."""

    name: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Node] = field(default_factory=list)
    text: str = ""


class _Builder:
    def __init__(self) -> None:
        self.root: Node | None = None
        self._open: list[Node] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if len(self._open) >= _DEEPEST:
            raise Malformed("the XML is nested too deeply")
        plain = {key.rpartition(":")[2]: value for key, value in attributes.items()}
        node = Node(name.rpartition(":")[2], plain)
        if self._open:
            self._open[-1].children.append(node)
        else:
            self.root = node
        self._open.append(node)

    def end(self, _name: str) -> None:
        self._open.pop()

    def text(self, data: str) -> None:
        if self._open:
            self._open[-1].text += data

    def doctype(self, *_: object) -> None:
        raise Malformed("a document type is not allowed in XML here")


def parsed(body: bytes) -> Node:
    """The root element.

    Raises:
        Malformed: the body is no well-formed XML in UTF-8, or has a document type.
    """
    builder = _Builder()
    parser = expat.ParserCreate("utf-8")
    parser.buffer_text = True
    parser.StartElementHandler = builder.start
    parser.EndElementHandler = builder.end
    parser.CharacterDataHandler = builder.text
    parser.StartDoctypeDeclHandler = builder.doctype
    try:
        parser.Parse(body, True)
    except (expat.ExpatError, ValueError) as error:
        raise Malformed(f"the body is no well-formed XML: {error}") from error
    assert builder.root is not None  # expat has refused a document without one
    return builder.root

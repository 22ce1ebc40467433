"""What a request may say and how an answer is written: media types, bodies, JSON.

HTTP itself is in ``server``. Every refusal is a ``Refused`` with the status and a reason.
"""

from __future__ import annotations

import codecs
import json
from dataclasses import dataclass
from email.message import Message

from .entities import Entity

JSON = "application/json"
TEXT = "text/plain"
LINES = "application/jsonlines"
LARGEST = 6 * 1024 * 1024  # bytes of a body, as InvokeEndpoint allows


class Refused(Exception):
    """The request cannot be answered; ``status`` and the message go to the caller."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status


@dataclass(frozen=True)
class Question:
    """Texts to tag. ``media_type`` is what it came as; ``single`` if it was one text alone."""

    texts: list[str]
    media_type: str
    single: bool = False


def parse_request(content_type: str | None, body: bytes) -> Question:
    """Read the texts of a request.

    Raises:
        Refused: 415 for a media type or charset that we do not read, 400 for a bad body.
    """
    header = Message()
    header["content-type"] = content_type or ""
    media_type = header.get_content_type() if content_type else ""
    if media_type == TEXT:
        return Question([_decode(body, header.get_content_charset("utf-8"))], TEXT, single=True)
    if media_type == JSON:
        return _parse_json(body)
    if media_type == LINES:
        return _parse_lines(body)
    got = repr(content_type) if content_type else "a request without Content-Type"
    raise Refused(415, f"cannot read {got}; send {JSON}, {TEXT} or {LINES}")


def answer_type(accept: str | None, question: Question) -> str:
    """The media type of the answer: the caller's first choice that we write.

    Raises:
        Refused: 406 if we write none of those that the caller accepts.
    """
    usual = LINES if question.media_type == LINES else JSON
    wishes: list[tuple[float, int, str]] = []
    for wish in (accept or "*/*").split(","):
        header = Message()
        header["accept"] = wish.strip()
        parameters = dict(header.get_params([], header="accept"))
        name = next(iter(parameters), "").lower()
        try:
            quality = float(parameters.get("q", "1"))
        except ValueError:
            quality = 0.0
        if quality > 0:
            wishes.append((-quality, len(wishes), name))
    for _, _, name in sorted(wishes):
        if name in ("*/*", "application/*"):
            return usual
        if name in (JSON, LINES):
            return name
    raise Refused(406, f"cannot answer as {accept!r}; accept {JSON} or {LINES}")


def write_answer(found: list[list[Entity]], question: Question, media_type: str) -> bytes:
    """The body of the answer, in UTF-8: an object for a single text, else one for each."""
    objects = [{"entities": [one.as_dict() for one in entities]} for entities in found]
    if media_type == LINES:
        return "".join(_dump(one) + "\n" for one in objects).encode()
    return _dump(objects[0] if question.single else objects).encode()


def error_body(reason: str) -> bytes:
    # A reason may quote the request, and a request may hold half a surrogate pair.
    return json.dumps({"error": reason}).encode()


def _dump(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _parse_json(body: bytes) -> Question:
    value = _load(body, "the body")
    if not isinstance(value, dict) or set(value) not in ({"text"}, {"texts"}):
        raise Refused(400, 'the body must be {"text": "…"} or {"texts": ["…", …]}')
    if "text" in value:
        return Question([_text(value["text"], "text")], JSON, single=True)
    if not isinstance(value["texts"], list):
        raise Refused(400, f"texts must be a list of strings, not {_kind(value['texts'])}")
    texts = [_text(text, f"texts[{index}]") for index, text in enumerate(value["texts"])]
    return Question(texts, JSON)


def _parse_lines(body: bytes) -> Question:
    texts = []
    for number, line in enumerate(body.splitlines(), 1):
        if not line.strip():
            continue
        value = _load(line, f"line {number}")
        if not isinstance(value, dict) or set(value) != {"text"}:
            raise Refused(400, f'line {number} must be {{"text": "…"}}')
        texts.append(_text(value["text"], f"line {number}: text"))
    return Question(texts, LINES)


def _load(data: bytes, what: str) -> object:
    try:
        return json.loads(data)
    except (ValueError, RecursionError) as error:
        raise Refused(400, f"{what} is not JSON: {error}") from error


def _text(value: object, what: str) -> str:
    if not isinstance(value, str):
        raise Refused(400, f"{what} must be a string, not {_kind(value)}")
    try:
        value.encode()
    except UnicodeEncodeError as error:
        raise Refused(400, f"{what} holds half a surrogate pair at {error.start}") from error
    return value


def _decode(body: bytes, charset: str) -> str:
    try:
        codecs.lookup(charset)
        return body.decode(charset)
    except LookupError as error:
        raise Refused(415, f"unknown charset {charset!r}") from error
    except UnicodeError as error:
        raise Refused(400, f"the body is not {charset}: {error}") from error


def _kind(value: object) -> str:
    names = {dict: "an object", list: "a list", str: "a string", bool: "a boolean"}
    return names.get(type(value), "null" if value is None else "a number")

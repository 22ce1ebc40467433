"""A request to an endpoint as a person gives it: a text, a file, or standard input."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from stepline import samples, user_text
from stepline.errors import UserError

TEXT = ("json", "jsonlines", "xml", "csv")  # how media types of text end that are not text/…


@dataclass(frozen=True)
class Request:
    """The body and what it is, such as text/csv."""

    body: bytes
    content_type: str


def read(
    pipeline: str, text: str | None, file: Path | None, content_type: str | None = None
) -> Request:
    """The request that was asked for. A file's suffix says what it is; for the rest it is what the
    pipeline's own sample is.

    Text goes as UTF-8, whatever the file was saved in; what is no text, or says its charset in the
    content type, goes as it is.

    Raises:
        UserError: both a text and a file, or the file cannot be read.
    """
    if text is not None and file is not None:
        raise UserError("Give either a text or --file, not both.")
    if file is not None:
        return of_file(file, content_type)
    sample = samples.payload(pipeline)
    kind = content_type or (samples.content_type(sample) if sample else "text/plain")
    if text is not None:
        return Request(user_text.argument(text, "The text").encode(), kind)
    return Request(_body(user_text.standard_input(), kind, "What came on standard input"), kind)


def of_file(file: Path, content_type: str | None = None) -> Request:
    """The file as a request.

    Raises:
        UserError: it cannot be read, or is no text where its suffix says that it is.
    """
    kind = content_type or samples.content_type(file)
    return Request(_body(user_text.content(file), kind, f"The file {file}"), kind)


def _body(content: bytes, kind: str, what: str) -> bytes:
    media_type, _, parameters = kind.lower().partition(";")
    is_text = media_type.strip().startswith("text/") or media_type.strip().endswith(TEXT)
    if not is_text or "charset" in parameters:
        return content
    try:
        return user_text.decoded(content, what).encode()
    except UserError as error:
        raise UserError(
            f"{error} If it is to go as it is, say so: `--content-type TYPE`."
        ) from error

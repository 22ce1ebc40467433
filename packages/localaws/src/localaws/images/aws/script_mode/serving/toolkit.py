"""Serving by AWS's inference toolkit, which images of PyTorch, Hugging Face and MXNet stand on.

Its ``Transformer`` does the work; here is what a model server hands it and takes back.
"""

from __future__ import annotations

import threading
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from ..folders import Folders
from .response import Answer
from .settings import JSON, Settings


@dataclass
class Context:
    """What the toolkit knows of a request, and where it says what the answer is like."""

    model_folder: str
    headers: dict[str, str] = field(default_factory=dict)
    status: int = 200
    media_type: str = JSON

    @property
    def system_properties(self) -> dict[str, str]:
        return {"model_dir": self.model_folder}

    @property
    def request_processor(self) -> list[Context]:
        return [self]

    def get_request_properties(self) -> dict[str, str]:
        return self.headers

    def set_response_content_type(self, index: int, content_type: str) -> None:
        self.media_type = content_type

    def set_response_status(self, code: int = 200, phrase: str = "", idx: int = 0) -> None:
        self.status = code


@dataclass(frozen=True)
class ToolkitService:
    """A ``sagemaker_inference.transformer.Transformer`` that has its model; one request at a time."""

    transformer: Any
    model_folder: str
    _turn: threading.Lock = field(default_factory=threading.Lock, repr=False, compare=False)

    def invoke(self, body: bytes, content_type: str | None, accept: str | None) -> Answer:
        """The answer. What goes wrong is in its body, as the toolkit writes it, and in the log."""
        given = {"Content-Type": content_type or JSON, **({"Accept": accept} if accept else {})}
        context = Context(self.model_folder, given)
        try:
            with self._turn:
                (result,) = self.transformer.transform([{"body": body}], context)
            sent = result if isinstance(result, bytes | bytearray) else str(result).encode()
        except Exception:  # noqa: BLE001 - a server that ends because of one request helps nobody
            traceback.print_exc()
            return Answer(500, traceback.format_exc().encode(), "text/plain")
        if context.status >= 400:
            print(sent.decode(errors="replace"), flush=True)
            return Answer(context.status, bytes(sent), "text/plain")
        return Answer(context.status, bytes(sent), context.media_type)

    def execution_parameters(self) -> Answer | None:
        """The toolkit says nothing of them."""
        return None


def load_with(handler: Callable[[], Any]) -> Callable[[Settings, Folders], ToolkitService]:
    """How a worker makes its service of a framework's default handler."""

    def load(settings: Settings, folders: Folders) -> ToolkitService:
        from sagemaker_inference.transformer import Transformer

        transformer = Transformer(default_inference_handler=handler())
        model = str(folders.model)
        transformer.validate_and_initialize(model_dir=model, context=Context(model))
        return ToolkitService(transformer, model)

    return load

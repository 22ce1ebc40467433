"""``labels.json``: what the preprocessing decided and training and serving must share."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from .failure import JobError

FILE_NAME = "labels.json"


class Labels(BaseModel):
    """The tag of each label id, and how texts are cut into units and windows."""

    # Ignoring what we do not know: the preprocessing may note more than we use.
    model_config = ConfigDict(frozen=True, extra="ignore")

    labels: tuple[str, ...] = Field(min_length=1, description='IOB2: "O", "B-person", "I-person"')
    unit: Literal["word", "subtoken"] = "word"
    max_length: int = Field(
        default=128, ge=4, description="sub-tokens of a window with special tokens"
    )
    stride: int = Field(default=32, ge=0, description="sub-tokens that neighbouring windows share")

    @model_validator(mode="after")
    def _must_be_iob2(self) -> Labels:
        if len(set(self.labels)) != len(self.labels):
            raise ValueError("a label occurs twice")
        if "O" not in self.labels:
            raise ValueError("there is no label O")
        for label in self.labels:
            if label != "O" and (label[:2] not in ("B-", "I-") or len(label) < 3):
                raise ValueError(f"{label!r} is no IOB2 label")
            if label.startswith("I-") and f"B-{label[2:]}" not in self.labels:
                raise ValueError(f"{label!r} has no B- beside it")
        return self

    @property
    def types(self) -> tuple[str, ...]:
        """The entity types, in the order of their B- labels."""
        return tuple(label[2:] for label in self.labels if label.startswith("B-"))


def read(folder: Path) -> Labels:
    """Read ``labels.json`` of a folder.

    Raises:
        JobError: it is missing or does not say what it must.
    """
    path = folder / FILE_NAME
    try:
        return Labels.model_validate_json(path.read_bytes())
    except FileNotFoundError as error:
        raise JobError(f"{FILE_NAME} is missing in {folder}.") from error
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise JobError(f"{path} is refused: {where} {first['msg']}".rstrip(" .") + ".") from error

"""Which channels the job has, and what is in their files, by ``inputdataconfig.json``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from .errors import UserError

DATA_CHANNELS = ("train", "validation")
KNOWN_CHANNELS = (*DATA_CHANNELS, "code")


class Format(Enum):
    """The formats of training data, each with the content types that name it."""

    CSV = ("csv", "text/csv")
    LIBSVM = ("libsvm", "text/libsvm", "text/x-libsvm")
    PARQUET = ("parquet", "application/x-parquet")
    RECORDIO = ("recordio-protobuf", "application/x-recordio-protobuf")


@dataclass(frozen=True)
class Channels:
    """The format of each channel with data; ``validation`` is None without that channel."""

    train: Format
    validation: Format | None


def parse(config: Mapping[str, Mapping[str, Any]]) -> Channels:
    """Check the channels.

    Raises:
        UserError: no train channel, an unknown one, a content type that is none of XGBoost's, or a
            mode other than File.
    """
    unknown = [name for name in config if name not in KNOWN_CHANNELS]
    if unknown:
        raise UserError(
            f"Channel {', '.join(unknown)} is unknown; known are {', '.join(KNOWN_CHANNELS)}."
        )
    if "train" not in config:
        given = ", ".join(config) or "none"
        raise UserError(f"The train channel is missing; the job has the channels: {given}.")
    formats = {name: _format(name, config[name]) for name in DATA_CHANNELS if name in config}
    return Channels(formats["train"], formats.get("validation"))


def _format(channel: str, config: Mapping[str, Any]) -> Format:
    mode = config.get("TrainingInputMode", "File")
    if mode == "Pipe":
        raise UserError(
            f"Channel {channel} is in Pipe mode, which this image does not read; use File."
        )
    content_type = config.get("ContentType") or "text/libsvm"
    name, *parameters = (part.strip() for part in content_type.lower().split(";"))
    found = next((one for one in Format if name in one.value), None)
    if found is None:
        known = ", ".join(name for one in Format for name in one.value)
        raise UserError(
            f"ContentType {content_type!r} of channel {channel} is unknown; known are {known}."
        )
    label_size = dict(part.partition("=")[::2] for part in parameters).get("label_size", "1")
    if found is Format.CSV and label_size != "1":
        raise UserError(
            f"ContentType {content_type!r} of channel {channel} asks for {label_size} labels; "
            "XGBoost has one: label_size must be 1."
        )
    return found

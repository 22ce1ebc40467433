"""What trains, serves and processes, and from where its parts come."""

from __future__ import annotations

from infrastructure.settings.part import Part
from infrastructure.values.names import IndexUrl, Pretrained


class Code(Part):
    """The images, the indexes that they are made from, and the checkpoint that training starts from."""

    pretrained: Pretrained = "bucket"
    image_uri: str | None = None
    pip_index_url: IndexUrl | None = None
    pip_extra_index_url: IndexUrl | None = None

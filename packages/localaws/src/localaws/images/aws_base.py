"""``FROM`` an image of AWS's own: what stands in for it here is built first, as a part of the new image.

The catalogue is read when a Dockerfile names such an image, and not before.
"""

from __future__ import annotations

from localaws.images.aws_made import Catalogue, NotOffered
from localaws.images.base_image import Base, Inherited
from localaws.images.build_plan import plan
from localaws.images.ecr_name import parse
from localaws.images.refusal import WAY_OUT, Refused
from localaws.images.whole_context import whole


def aws_base(image: str) -> Base | None:
    """The base that a URI of AWS's registries means; None: it is no such URI.

    Raises:
        Refused: there is no such image of AWS's, or nothing stands in for it here.
    """
    if parse(image) is None:
        return None
    try:
        # Whose registry it is does not matter here: an image of one's own is no base yet.
        chosen = Catalogue.read(account="").choose(image)
    except NotOffered as why:
        raise Refused(f"FROM {image}: {why}; {WAY_OUT}") from None
    if chosen is None:
        return None
    with whole(chosen.image) as context:
        text = (context / "Dockerfile").read_text(encoding="utf-8")
    decided = plan(text, {"VERSION": chosen.version})
    return Base(decided.python, decided.config, (Inherited(chosen.image, decided.steps),))

"""The images that a runtime of the server finds: those of functions' zips, and all others."""

from __future__ import annotations

from localaws.functions.packages.archive import BadPackage
from localaws.functions.packages.layout import SCHEME
from localaws.functions.packages.store import Packages
from localaws.runtime.process_image import ProcessImage
from localaws.runtime.protocol import Images, RuntimeRefused


class FunctionImages:
    """See ``runtime.protocol.Images``. The server hands it to the runtime in place of the others'."""

    def __init__(self, packages: Packages, others: Images) -> None:
        self._packages = packages
        self._others = others

    def resolve(self, uri: str) -> ProcessImage:
        """See there."""
        if not uri.startswith(SCHEME):
            return self._others.resolve(uri)
        try:
            return self._packages.resolve(uri)
        except BadPackage as error:
            raise RuntimeRefused(str(error)) from error

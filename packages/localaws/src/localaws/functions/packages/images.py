"""The images that a runtime of the server finds: those of functions' zips, and all others.

An image of AWS's base image for functions gets what that would have: our runtime, which its entrypoint
stands for, and the boto3 that AWS's runtimes bring.
"""

from __future__ import annotations

from dataclasses import replace

from localaws.functions.packages.archive import BadPackage
from localaws.functions.packages.layout import SCHEME, python_command
from localaws.functions.packages.store import Packages
from localaws.images import lambda_base
from localaws.runtime.process_image import ProcessImage
from localaws.runtime.protocol import Images, RuntimeRefused


class FunctionImages:
    """See ``runtime.protocol.Images``. The server hands it to the runtime in place of the others'."""

    def __init__(self, packages: Packages, others: Images) -> None:
        self._packages = packages
        self._others = others

    def built(self, uri: str) -> bool:
        """See ``protocol.Images``."""
        return self._others.built(uri)

    def resolve(self, uri: str) -> ProcessImage:
        """See there."""
        if not uri.startswith(SCHEME):
            return self._with_runtime(self._others.resolve(uri))
        try:
            return self._packages.resolve(uri)
        except BadPackage as error:
            raise RuntimeRefused(str(error)) from error

    def _with_runtime(self, image: ProcessImage) -> ProcessImage:
        entrypoint = image.config.entrypoint
        if entrypoint[:1] != (lambda_base.ENTRYPOINT,):
            return image
        config = replace(image.config, entrypoint=(*python_command(), *entrypoint[1:]))
        tree = self._packages.with_runtime(image)
        return replace(image, identity=tree.name, tree=tree, config=config)

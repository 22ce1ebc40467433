"""Where an image's absolute paths lie on this machine, for processes that cannot have them.

Pure but for looking whether a path exists.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

# An absolute path that begins a value or stands after what separates values; not the rest of a
# URL or of a longer path.
_PATH = re.compile(r"(?<![\w./+-])/[\w./+@-]*")


@dataclass(frozen=True)
class PathMap:
    """``/opt/ml`` lies in the job's folder, the image's own files in a copy of its tree."""

    ml: Path
    tree: Path

    def text(self, value: str) -> str:
        """An argument or a variable's value with every path of the image in it made real."""
        return _PATH.sub(lambda found: self.path(found[0]), value)

    def path(self, path: str) -> str:
        """One absolute path; what is the machine's own stays as it is."""
        pure = PurePosixPath(path)
        if pure.parts[1:3] == ("opt", "ml"):
            return str(self.ml.joinpath(*pure.parts[3:]))
        inside = self.tree.joinpath(*pure.parts[1:])
        if len(pure.parts) > 1 and (self._is_images(path, inside) or self._is_new_below(pure)):
            return str(inside)
        return path

    def search_path(self, value: str) -> str:
        """PATH: a folder that the image adds to comes before the machine's folder of that name."""
        folders = []
        for folder in value.split(":"):
            inside = self.tree / folder.lstrip("/")
            folders += [str(inside)] * (folder.startswith("/") and inside.is_dir()) + [folder]
        return ":".join(folders)

    @staticmethod
    def _is_images(path: str, inside: Path) -> bool:
        return inside.exists() and not (inside.is_dir() and Path(path).is_dir())

    def _is_new_below(self, pure: PurePosixPath) -> bool:
        """Whether some folder above is the image's alone, so that a new file belongs there."""
        return any(
            self.tree.joinpath(*parent.parts[1:]).is_dir() and not Path(parent).exists()
            for parent in pure.parents
            if len(parent.parts) > 1
        )

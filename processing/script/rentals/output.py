"""Files that get their names only when all of them are written, so that nothing is left half-done."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType


class Output:
    """``path`` gives a temporary name below ``folder`` to write to, ``finish`` renames all.

    Leaving the ``with`` block without ``finish`` removes what was written.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._paths: list[tuple[Path, Path]] = []

    def path(self, name: str) -> Path:
        """A temporary name for ``folder / name``, in the same folder, which is made if missing."""
        final = self._folder / name
        final.parent.mkdir(parents=True, exist_ok=True)
        temporary = final.with_name(f".{final.name}.unfinished")
        self._paths.append((temporary, final))
        return temporary

    def finish(self) -> None:
        """Rename all, in the order in which they were asked for."""
        for temporary, final in self._paths:
            temporary.replace(final)
        self._paths.clear()

    def __enter__(self) -> Output:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for temporary, _ in self._paths:
            if temporary.exists():
                temporary.unlink()

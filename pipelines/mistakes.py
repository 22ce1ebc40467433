"""What is wrong in a pipeline's module, as one sentence with the file and the line to mend."""

from pathlib import Path
from types import TracebackType

import pipelines

_ROOM = Path(pipelines.__path__[0])


class BrokenPipeline(ValueError):
    """The module of a pipeline cannot be read or run, or describes none. For whoever writes it.

    `line` is None where the mistake has no line; `problem` is the words for it, without a full stop.
    """

    def __init__(self, name: str, file: Path, line: int | None, problem: str) -> None:
        self.name, self.file, self.line, self.problem = name, file, line, problem
        shown = file.relative_to(_ROOM.parent) if file.is_relative_to(_ROOM.parent) else file
        where = f"{shown}, line {line}" if line else str(shown)
        super().__init__(f"The pipeline {name} cannot be read: {where}: {problem}.")


def found(name: str, module: Path, error: BaseException) -> BrokenPipeline:
    """What an error that the module raised tells of: its own line, or that of a module it imports."""
    if isinstance(error, SyntaxError):
        file, line = Path(error.filename or module), error.lineno
    else:
        file, line = _statement(error.__traceback__) or (module, None)
    return BrokenPipeline(name, file, line, _words(error))


def _statement(traceback: TracebackType | None) -> tuple[Path, int] | None:
    """The last statement of this room at the top level of a module: what a person wrote there, and
    not the check of a description that refused it."""
    last = None
    while traceback is not None:
        code = traceback.tb_frame.f_code
        if code.co_name == "<module>" and Path(code.co_filename).is_relative_to(_ROOM):
            last = Path(code.co_filename), traceback.tb_lineno
        traceback = traceback.tb_next
    return last


def _words(error: BaseException) -> str:
    if isinstance(error, SyntaxError):
        return f"{error.msg or 'it is no Python'} ({type(error).__name__})"
    said = " ".join(str(error).split()).rstrip(".")
    if isinstance(error, (ValueError, ImportError)) and said:
        return said  # these are sentences of their own
    return f"{type(error).__name__}" + (f": {said}" if said else "")

"""The mock file where it lies: read when it is needed, and anew once it has changed."""

from __future__ import annotations

import threading
from pathlib import Path

from localaws.protocols.refusal import Refusal
from localaws.stepfunctions.execution import Execution
from localaws.stepfunctions.mocks import mock_file
from localaws.stepfunctions.mocks.mock_file import BadMockFile, MockedResponse, MockFile, NoSuchCase


class MockSource:
    """Everything of it may be called from many threads."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._seen: tuple[int, int] | None = None
        self._file = MockFile({})

    @classmethod
    def checked(cls, path: Path) -> MockSource:
        """The source of a file that is right by now.

        Raises:
            BadMockFile: it is not.
        """
        source = cls(path)
        source.file()
        return source

    def file(self) -> MockFile:
        """The file as it is now.

        Raises:
            BadMockFile: it cannot be read, or is none; the sentence names it.
        """
        with self._lock:
            try:
                about = self._path.stat()
                seen = (about.st_mtime_ns, about.st_size)
                if seen != self._seen:
                    self._file = mock_file.read(self._path.read_text(encoding="utf-8"))
                    self._seen = seen
            except (OSError, UnicodeDecodeError) as error:
                raise BadMockFile(f"the mock file cannot be read: {error}") from None
            except BadMockFile as error:
                raise BadMockFile(f"the mock file {self._path} is wrong: {error}") from None
            return self._file

    def check(self, machine_name: str, case: str) -> None:
        """See that a machine has a test case.

        Raises:
            Refusal: it has none, or the file is wrong.
        """
        try:
            self.file().case(machine_name, case)
        except NoSuchCase as error:
            raise Refusal("ValidationException", f"There is no such test case: {error}") from None
        except BadMockFile as error:
            raise Refusal("ValidationException", str(error)) from None

    def response(self, execution: Execution, state: str) -> MockedResponse | None:
        """What answers for a task of an execution; None: its service does.

        Raises:
            BadMockFile, NoSuchCase: the file was changed since the execution was started.
        """
        if execution.mock_case is None:
            return None
        return self.file().case(execution.machine_name, execution.mock_case).get(state)

    def mocked_states(self, machine: str) -> frozenset[str]:
        """The states of a machine that some test case answers for; none where the file is wrong."""
        try:
            return self.file().mocked_states(machine)
        except BadMockFile:
            return frozenset()

"""Why script mode cannot go on, in the words of AWS's training toolkit (its ``errors``)."""

from __future__ import annotations


class ClientError(Exception):
    """The user's code or configuration is wrong. The message is what the failure file says."""


class CommandFailed(ClientError):
    """A command ended with another exit code than 0."""

    def __init__(self, code: int, command: list[str], said: str = "") -> None:
        lines = [f"{type(self).__name__}:", f"ExitCode {code}", f'ErrorMessage "{said}"']
        if code in (137, -9):
            lines.append('ExtraInfo "OutOfMemory: Process killed by SIGKILL (signal 9)"')
        super().__init__("\n".join([*lines, f'Command "{" ".join(command)}"']))
        self.code = code


class ExecuteUserScriptError(CommandFailed):
    """The script itself."""


class InstallModuleError(CommandFailed):
    """pip, with the user's package."""


class InstallRequirementsError(CommandFailed):
    """pip, with the user's requirements."""

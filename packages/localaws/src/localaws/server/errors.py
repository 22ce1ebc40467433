"""The one error of starting: its message is a sentence for whoever typed the command."""


class CannotStart(Exception):
    """The embedded AWS cannot start. The message says why and what to do about it."""

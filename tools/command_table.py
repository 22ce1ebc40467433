"""`python -m tools.command_table`: writes the commands of `stepline` into docs/reference/command-line.md.

From the command line itself, so that the page has every command and every option that there is.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer.main

from stepline.main import app

DOCUMENT = Path("docs/reference/command-line.md")
_HEADING = "## Commands\n"
_FOR_ALL = {"--help"}


def section() -> str:
    """The section, in Markdown: a table for each command."""
    root: Any = typer.main.get_command(app)
    return _HEADING + "".join(_command(name, each) for name, each in _below(root, "stepline"))


def rewritten(document: str) -> str:
    """The document with its section as it is today. Raises ValueError where it has none."""
    before, heading, rest = document.partition(_HEADING)
    if not heading:
        raise ValueError(
            f"The document has no line {_HEADING.strip()!r} to write the tables below."
        )
    following = re.search(r"^## ", rest, re.MULTILINE)
    return before + section() + ("\n" + rest[following.start() :] if following else "")


def _below(group: Any, name: str) -> Iterator[tuple[str, Any]]:
    for each in group.commands.values():
        full = f"{name} {each.name}"
        if hasattr(each, "commands"):
            yield from _below(each, full)
        else:
            yield full, each


def _command(name: str, command: Any) -> str:
    paragraphs = [" ".join(each.split()) for each in command.help.split("\n\n") if each.strip()]
    said = " ".join(each if each.endswith(".") else f"{each}." for each in paragraphs)
    rows = [_row(each) for each in command.params if not _FOR_ALL & set(each.opts)]
    table = "\n|   |   |\n|---|---|\n" + "".join(rows) if rows else ""
    return f"\n**`{name}`** {said}\n{table}"


def _row(parameter: Any) -> str:
    """An argument by its name, an option as it is typed; what it is; what it is where it is left out."""
    if parameter.param_type_name == "argument":
        written = (parameter.metavar or parameter.name).strip("[]").upper()
    else:
        written = ", ".join([*parameter.opts, *parameter.secondary_opts])
    said = (parameter.help or "").rstrip(".").replace("|", "\\|")
    shown = parameter.default not in (None, False, (), [], "") and parameter.default is not True
    default = f" (`{parameter.default}`)" if shown and not callable(parameter.default) else ""
    return f"| `{written}` | {said}{default} |\n"


def main() -> None:
    DOCUMENT.write_text(rewritten(DOCUMENT.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()

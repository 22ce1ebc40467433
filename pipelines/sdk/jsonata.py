"""A small writer of JSONata, the query language that Step Functions evaluates inside `{% … %}`.

It keeps to what Step Functions allows (JSONata 2.0.6): no bare `$` or `$$`, no `$eval`, no `??`.
What the expressions say is decided elsewhere; here they are only put together.
"""

import json
from collections.abc import Mapping

END_OF_TEXT = r"(?![\s\S])"
"""For the end of a regex. A `$` would match before a last newline in some engines, not in others."""


_STRING = r'"(?:[^\\"\x00-\x1f]|\\"|\\\\|\\b|\\f|\\n|\\r|\\t|\\\/|\\u[0-9a-fA-F]{4})*"'
"""A string of JSON, as a regex in which JSONata finds its own end: it counts brackets."""


def literal(value: object) -> str:
    """A Python value as JSONata. JSON is a part of JSONata, so this is JSON."""
    return json.dumps(value, ensure_ascii=False)


def regex(pattern: str) -> str:
    """A regular expression that must match a whole string, as a JSONata literal."""
    return "/^(?:" + pattern.replace("/", r"\/") + ")" + END_OF_TEXT + "/"


def anywhere(pattern: str) -> str:
    """A regular expression that matches somewhere in a string, as a JSONata literal."""
    return "/" + pattern.replace("/", r"\/") + "/"


def string_in(text: str, name: str) -> str:
    """The string that a JSON text of somebody else's has under that name; nothing where it has none.

    `$parse` fails the state where a text only looks like JSON, or was cut; this finds what is there.
    """
    return rf'($found := $match({text}, /"{name}"\s*:\s*({_STRING})/)[0].groups[0]; $exists($found) ? $parse($found))'


def mapping(fields: Mapping[str, str]) -> str:
    """An object whose values are expressions."""
    return "{" + ", ".join(f"{literal(key)}: {code}" for key, code in fields.items()) + "}"


def function(parameters: str, body: str) -> str:
    """A function of the named parameters, such as "$key, $value"."""
    return f"function({parameters}) {{ {body} }}"


def cases(pairs: list[tuple[str, str]], otherwise: str) -> str:
    """The expression of the first condition that holds."""
    return "".join(f"{condition} ? {code} : " for condition, code in pairs) + otherwise


def block(bindings: Mapping[str, str], result: str) -> str:
    """Variables bound in order, then a result that uses them."""
    lines = [f"  ${name} := {code};" for name, code in bindings.items()]
    return "\n".join(["(", *lines, f"  {result}", ")"])


def expression(code: str) -> str:
    """Code as a state's field carries it."""
    return "{% " + code + " %}"

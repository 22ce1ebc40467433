"""The pages that a human decides on, as HTML. Whatever comes from elsewhere is escaped."""

from html import escape
from typing import Any

_STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;max-width:40rem;margin:3rem auto;padding:0 1rem;color:#1b1b1b}"
    "label{display:block;margin:1rem 0}input,textarea{display:block;width:100%;box-sizing:border-box;"
    "font:inherit;padding:.4rem}button{font:inherit;padding:.5rem 1.2rem;margin-right:1rem}"
)


def form(item: dict[str, Any]) -> str:
    """The decision's numbers, and the two buttons."""
    hidden = "".join(
        f'<input type="hidden" name="{name}" value="{escape(value)}">'
        for name, value in (("execution", item["sk"]), ("key", item["key"]))
    )
    return _page(
        "A new model waits for your approval",
        f"<p>{escape(item['sentence'])}</p>{_about(item)}"
        f"<p>Decide until {escape(item['deadline'])}. If nobody does, what serves goes on serving.</p>"
        f'<form method="post">{hidden}'
        '<label>Your name <input name="by" maxlength="200" autocomplete="name"></label>'
        '<label>Reason <textarea name="reason" rows="3" maxlength="1000"></textarea></label>'
        '<button name="decision" value="approve">Approve</button>'
        '<button name="decision" value="reject">Reject</button></form>',
    )


def decided(item: dict[str, Any]) -> str:
    """What the visitor has just decided."""
    then = {
        "approved": "The execution goes on, and releases the model.",
        "rejected": "The execution ends, and what serves goes on serving.",
    }[item["decision"]]
    return _page(f"The model is {item['decision']}", f"<p>{then}</p>{_about(item)}")


def decided_before(item: dict[str, Any]) -> str:
    """What somebody decided before."""
    reason = f": {escape(item['reason'])}" if item.get("reason") else ""
    return _page(
        "This was decided before",
        f"<p>The model was {escape(item['decision'])} by {escape(item.get('by', ''))} at "
        f"{escape(item.get('decided', ''))}{reason}. Nothing was changed now.</p>{_about(item)}",
    )


def too_late(item: dict[str, Any]) -> str:
    """Nobody waits any longer."""
    return _page(
        "Nobody waits for this decision any longer",
        f"<p>It was to be made until {escape(item['deadline'])}, or the execution has ended since. Nothing was "
        f"changed now: what serves goes on serving. Start another execution to be asked again.</p>{_about(item)}",
    )


def nothing() -> str:
    """For a wrong address."""
    return _page(
        "There is nothing to decide here",
        "<p>Open the link as the message has it, in one line.</p>",
    )


def _about(item: dict[str, Any]) -> str:
    return f"<p>Execution: {escape(item['sk'])}</p>"


def _page(title: str, body: str) -> str:
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head>"
        f"<body><h1>{escape(title)}</h1>{body}</body></html>"
    )

"""What an error of SageMaker's means, in JSONata: conditions on the one that was caught, in `$.failure`.

One and the same error code stands for an endpoint that does not exist, a wrong request and a throttled call. Only
the words of the cause tell them apart.
"""

from pipelines.sdk.jsonata import literal


def _cause_says(words: str) -> str:
    return f"$contains($string($states.input.failure.Cause), {literal(words)})"


MISSING = _cause_says("Could not find")
"""What was asked for does not exist."""
NO_ENDPOINT = _cause_says("Could not find endpoint")
"""The endpoint does not exist."""
THROTTLED = f"({' or '.join(map(_cause_says, ('Throttling', 'Rate exceeded', 'TooManyRequests')))})"
"""Nobody knows whether it exists: too much was asked."""
BUSY = f"({_cause_says('Cannot update in-progress endpoint')} or {THROTTLED})"
"""Not now: somebody else is changing the endpoint, or scaling is; or too much was asked."""

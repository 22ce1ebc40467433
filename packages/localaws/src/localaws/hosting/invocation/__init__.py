"""Requests to endpoints: from the caller's headers and body to the container's response, or to an error.

Knows nothing of HTTP servers; ``hosting.http`` does. ``headers`` and ``errors`` have what SageMaker passes
on and how it words what went wrong, ``sending`` sends a request to an instance that answers it, ``invoke``
is InvokeEndpoint.
"""

from localaws.hosting.invocation.errors import LARGEST_BODY, InvokeError, endpoint_not_found
from localaws.hosting.invocation.headers import passed_on
from localaws.hosting.invocation.invoke import InvokeResponse, invoke

__all__ = [
    "LARGEST_BODY",
    "InvokeError",
    "InvokeResponse",
    "endpoint_not_found",
    "invoke",
    "passed_on",
]

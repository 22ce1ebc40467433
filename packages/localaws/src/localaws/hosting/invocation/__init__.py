"""Requests to endpoints: from the caller's headers and body to the container's response, or to an error.

Knows nothing of HTTP servers; ``hosting.http`` does. ``headers`` and ``errors`` have what SageMaker passes
on and how it words what went wrong, ``sending`` sends a request to an instance that answers it, ``invoke``
is InvokeEndpoint, ``invoke_async`` InvokeEndpointAsync, ``invoke_stream``
InvokeEndpointWithResponseStream.
"""

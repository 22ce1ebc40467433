"""Requests that wait in an endpoint's queue, whose responses go to S3.

``settings`` reads AsyncInferenceConfig, ``request`` what InvokeEndpointAsync is asked, ``notification`` writes
what topics are told; ``backlog`` is the queue. ``invocation.invoke_async`` takes a request through all of it.

How AWS does it: https://docs.aws.amazon.com/sagemaker/latest/dg/async-inference.html.
"""

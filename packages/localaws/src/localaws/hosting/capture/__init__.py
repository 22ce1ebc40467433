"""Data capture: what requests and responses of an endpoint were, as JSON lines in S3.

``settings`` reads DataCaptureConfig, ``record`` writes the line of one invocation, ``capturing`` collects
lines and puts them into S3 in batches.

How AWS does it: https://docs.aws.amazon.com/sagemaker/latest/dg/model-monitor-data-capture-endpoint.html.
"""

"""Brings an endpoint from what it runs to what it should run.

``policy`` reads how (DeploymentConfig), ``steps`` decides in which steps, ``split`` which instance gets
how much of the requests meanwhile; ``fleet`` starts and stops instances, ``blue_green`` and ``rolling``
take the steps, ``deployment`` says how it ends. ``progress`` has it wait on the clock.

How AWS does it: https://docs.aws.amazon.com/sagemaker/latest/dg/deployment-guardrails.html.
"""

"""AWS's wire protocols, as botocore's service models describe them: reading, checking, refusing.

Ground that both ``sagemaker`` and ``server`` stand on: it knows botocore and nothing else of ours.
"""

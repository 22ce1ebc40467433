"""Service Quotas: the limits of this account, readable by the API that an account's are read by.

What is set with ``--quota`` is enforced by ``sagemaker.quotas`` and shown here, and nothing else is.
"""

"""The core of SageMaker: names, ARNs, tags, roles, errors, quotas, the table of operations.

Jobs and hosting are its wings: they register their operations here, and it knows neither.
"""

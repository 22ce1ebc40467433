"""Mocked responses of tasks, from a file in the format of AWS Step Functions Local.

An execution that is started with ``#CaseName`` after its machine's ARN has the tasks that the case names
answered from the file; its other tasks really call their services.
"""

"""What others hear of executions: CloudWatch Logs, EventBridge and CloudWatch metrics.

Each has a pure half, which makes of an execution's events what is told, and the three are told by one
thread of their own (``reporter``), so that no worker of the engine waits for them.
"""

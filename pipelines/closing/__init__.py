"""What has to be done for an execution that cannot do it itself, because it failed, timed out or was stopped.

A second state machine, started by Step Functions' own event of the change, and written like the workflow:
`closing` is its list.
"""

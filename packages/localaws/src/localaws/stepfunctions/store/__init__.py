"""What Step Functions keeps: records of what was made, executions, and their events."""

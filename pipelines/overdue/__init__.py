"""What is overdue: an execution that runs for too long, and a success that has not come.

Step Functions' own metrics cannot say it: `ExecutionTime` is known once an execution has ended, and an alarm of
CloudWatch's looks back seven days at most. So a small state machine asks Step Functions every quarter of an hour, and puts
two numbers that alarms can look at. It is the fourth of a stack, deployed where one of the alarms is asked for.
"""

"""CloudWatch alarms that are evaluated, on the server's clock, and act when their state changes.

What decides is pure (``evaluation`` and below it); what reads metrics, keeps states and acts stands above.
"""

"""The TestState operation: one state, evaluated by itself, with what happens to its data on the way.

https://docs.aws.amazon.com/step-functions/latest/dg/test-state-isolation.html
"""

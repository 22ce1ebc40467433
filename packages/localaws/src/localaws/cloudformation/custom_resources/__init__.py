"""What CloudFormation and the provider of a custom resource tell each other, and how long it is waited for.

``request`` is what is sent, ``response`` what comes back, ``exchange`` sends the one and waits for the
other. CloudFormation's user guide, "Custom resources": request and response objects.
"""

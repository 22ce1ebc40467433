"""SageMaker jobs as a client sees them: found by name, described, followed, their logs read.

What distinguishes a kind is in the module of its name; adding one is that module and its line in
``kinds``. Everything else here asks a job's kind, and never which kind it is.
"""

"""SageMaker's Search: jobs, models, packages and endpoints by what they say of themselves.

It keeps nothing. It asks for every resource of a kind by SageMaker's own List and Describe operations
(``resources``), reads properties of them by the service model (``properties``) and holds them against an
expression (``filters``, ``expression``).
"""

from localaws.search.search import register

__all__ = ["register"]

"""Lambda functions, run as processes: what they are, their code, and what happens when one is invoked.

``function`` has the records and ``rules`` what a request may ask for; ``packages`` brings the code,
``execution`` runs it. The operations of the API stand above all of them.
"""

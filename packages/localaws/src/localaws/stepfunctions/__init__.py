"""Step Functions: the language, its evaluation, the engine, what tasks call, the API.

Whoever knows the Amazon States Language finds each of its nouns as a file of that name in ``language``;
what an execution does is said event by event in ``engine``. ``assembly`` puts the service together.
"""

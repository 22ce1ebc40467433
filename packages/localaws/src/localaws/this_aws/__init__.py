"""This very AWS, as its own parts use it.

``objects``, ``logs`` and ``metrics`` go to the stores of S3, CloudWatch Logs and CloudWatch directly,
without HTTP and without a copy; ``clients`` are boto3's, for whatever needs a service's own rules, whose
requests stay ``within`` the process. ``expiry`` acts on the lifecycle rules of buckets.
"""

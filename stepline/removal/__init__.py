"""Takes a pipeline's stage down: its stack, what its executions made and, by choice, logs and data.

found      what there is, by the names and tags that executions give
buckets    the bucket, which outlives its stack, and what lies in it
plan       what of that goes and what stays, as a person chose
remove     does it, in an order in which nothing new can come up meanwhile
"""

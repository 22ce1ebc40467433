"""Turns an accepted job request into work, from its inputs in S3 to its outputs there."""

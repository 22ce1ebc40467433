"""Functions and parameters of a template, given what they refer to."""

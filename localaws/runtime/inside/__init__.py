"""The program that a namespace container starts with: it makes the namespaces and is their PID 1.

It runs as ``python -I -S`` on the standard library alone, so that it starts within milliseconds.
"""

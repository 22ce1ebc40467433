"""Pure evaluation: paths, intrinsic functions, JSONata, payload templates and choice rules to values.

It reads objects of ``language`` and JSON values, and touches nothing: no clock, no store, no service.
"""

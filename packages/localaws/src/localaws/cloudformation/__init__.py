"""CloudFormation, a service of our own: moto makes only the types that nothing here makes.

A request goes from ``http`` to one of the ``operations``, which ``service`` has by name. A template
is read in ``documents`` and found sound in ``structure``; ``lifecycle`` refuses what cannot be done
to a stack, ``changes`` says what has to change, ``stack_operation`` brings it about from the first
event to the last, and ``resource_changes`` makes, changes, deletes and puts back the resources. What
a type is, is said by a ``handler``: ours are in ``types``, moto's in ``moto_model``. What there is
of stacks is kept in ``store``.
"""

"""CloudFormation, a service of our own: moto makes only the types that nothing here makes.

A request goes to one of the ``operations``, which ``service`` has by name. Its text
becomes a ``template`` that is found sound; ``lifecycle`` refuses what cannot be done to a stack;
``changes`` says what has to change; ``stack_operation`` brings it about, from the first event to the
last status, and has ``resource_changes`` make, change, delete and put back the resources, each by
one of the ``types``. What there is of stacks is in ``store``.
"""

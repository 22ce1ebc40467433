"""What would go wrong in a deployment, said before it begins.

``examine`` goes through ``CHECKS`` in their order, each a module of this folder with a ``check`` that
asks and pure functions that decide. What one finds out stands in the ``Case`` for those after it;
what cannot be found out is a line too. Printing is ``page``'s, the command ``commands.doctor``.
"""

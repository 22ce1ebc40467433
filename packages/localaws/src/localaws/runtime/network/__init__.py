"""The network of namespace containers: loopback, and what the server connects for them.

A container has a network namespace with nothing but ``lo``. Its calls of ``connect`` and ``listen`` wait
for the server (a seccomp listener, see ``inside.filter``), which decides (``reach``), connects in the
machine's network with its own copy of the address, and puts the socket in the place of the program's.
The server never lets the kernel go on with such a call: between look and call a program could
exchange the address, or the socket for one of the machine's network.

The hosts of one job do not reach each other yet: ``reach.judge`` is where their addresses would be
known, and ``calls`` where another container's socket would be connected.
"""

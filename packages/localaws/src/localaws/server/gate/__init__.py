"""Who may ask: this user's programs, and of web pages only those whose origin an option admits.

``decision`` says of a request's head whether it is let in, ``peers`` whose a connection is,
``token`` who may ask where that is not enough; ``middleware`` is the one place that acts on it, in
front of everything else and for every method and path.
"""

from localaws.server.gate.decision import Policy
from localaws.server.gate.guard import Guard
from localaws.server.gate.middleware import Gate
from localaws.server.gate.peers import Peers
from localaws.server.gate.token import Token

__all__ = ["Gate", "Guard", "Peers", "Policy", "Token"]

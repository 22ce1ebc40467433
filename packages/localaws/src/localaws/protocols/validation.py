"""A request read by its protocol and held against its service model; what is wrong, as AWS says it."""

from __future__ import annotations

from botocore.model import OperationModel

from localaws.protocols import families
from localaws.protocols.constraints import problems
from localaws.protocols.reading import READERS, rest
from localaws.protocols.refusal import Malformed, Refusal
from localaws.protocols.wire import Call, Wire
from localaws.protocols.words import summed_up


def validated(asked: OperationModel, protocol: str, wire: Wire) -> Call:
    """The call that a request makes.

    Raises:
        Refusal: it cannot be read, or breaks what the model states; every broken constraint is
            named.
    """
    service = asked.service_model.service_name
    code = families.codes(service, protocol)
    try:
        parameters = READERS[protocol].parameters(asked, wire)
    except Malformed as error:
        raise Refusal(code.malformed, str(error)) from error
    except RecursionError as error:
        raise Refusal(code.malformed, "the request is nested too deeply") from error
    shape = asked.input_shape
    if shape is not None:
        whole = rest.payload(asked) if rest.is_stream(asked) else None
        unread = whole[0] if whole else ""
        broken = list(problems(shape, parameters, service, unread=unread))
        if broken:
            raise Refusal(code.invalid, summed_up(broken))
    return Call(asked.name, parameters)

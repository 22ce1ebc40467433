"""What the operations share: the functions, their code, the clock, and whose request it is."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from localaws.clock import Clock
from localaws.functions.errors import no_function
from localaws.functions.function import Function
from localaws.functions.functions import Functions
from localaws.functions.layers import Layers
from localaws.functions.names import Named, arn, parse
from localaws.functions.packages.store import Packages
from localaws.protocols.refusal import Refusal

Request = Mapping[str, Any]
Result = dict[str, Any]


@dataclass(frozen=True)
class Caller:
    """Whose request it is."""

    account: str
    region: str


Operation = Callable[[Caller, Request], Result]


@dataclass(frozen=True)
class Ledger:
    """Handed to every operation."""

    functions: Functions
    packages: Packages
    layers: Layers
    clock: Clock

    def find(
        self, caller: Caller, request: Request, member: str = "FunctionName"
    ) -> tuple[Function, str | None]:
        """The function that a request names, and the qualifier that it names it with.

        Raises:
            Refusal: the name is none, or there is no such function.
        """
        named = self.named(caller, request, member)
        whole = arn(named.account or caller.account, named.region or caller.region, named.name)
        try:
            return self.functions.by_arn(whole), named.qualifier
        except Refusal:
            qualified = f"{whole}:{named.qualifier}" if named.qualifier else whole
            raise no_function(qualified) from None

    def named(self, caller: Caller, request: Request, member: str = "FunctionName") -> Named:
        """How a request names its function.

        Raises:
            Refusal: it is none of the forms.
        """
        return parse(request[member], request.get("Qualifier"))


def revision() -> str:
    """A new RevisionId."""
    return str(uuid.uuid4())


def check_revision(asked: str | None, is_now: str) -> None:
    """See that what a request wants to change is what it has seen.

    Raises:
        Refusal: it has been changed meanwhile.
    """
    if asked is not None and asked != is_now:
        raise Refusal(
            "PreconditionFailedException",
            "The Revision Id provided does not match the latest Revision Id. Call the "
            "GetFunction/GetAlias API to retrieve the latest Revision Id",
            412,
        )

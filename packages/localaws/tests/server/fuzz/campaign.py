"""A bounded, seeded run of the fuzzer over services, and the table of what it saw."""

from __future__ import annotations

import http.client
import random
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from botocore.model import OperationModel, ServiceModel

from localaws import offer
from localaws.offer.catalogue import offered
from localaws.protocols.models import protocols_of, service_model

from . import mutations, twists, wire
from .values import Maker, Unmakeable

SERVICES = tuple(sorted(offered().services))
_BOTH_WAYS = ("json", "query", "ec2", "rest-json", "rest-xml")


@dataclass
class Tally:
    """What became of one service's requests."""

    valid: int = 0
    forbidden: int = 0
    garbage: int = 0
    twisted: int = 0
    answered_5xx: int = 0
    accepted: int = 0  # forbidden ones that were answered 2xx
    unreadable: int = 0
    faults: Counter[str] = field(default_factory=Counter)

    @property
    def sent(self) -> int:
        return self.valid + self.forbidden + self.garbage + self.twisted


@dataclass(frozen=True)
class Plan:
    """How much of each operation is sent: sound requests, mutants, bodies that are none, and sound
    ones with something unusual about their HTTP."""

    valid: int = 3
    forbidden: int = 6
    wrong: int = 3
    garbage: int = 2
    twisted: int = 2


class Campaign:
    """Sends requests to the server at ``port``; the same seed sends the same ones."""

    def __init__(self, port: int, seed: int, plan: Plan, deadline: float = float("inf")) -> None:
        self._port = port
        self._seed = seed
        self._plan = plan
        self._deadline = deadline
        self.tallies: dict[str, Tally] = {}

    def run(self, services: tuple[str, ...] = SERVICES, only: str = "") -> None:
        """All of the services, or operations of the name ``only``; it ends at the deadline."""
        for service in services:
            model = service_model(service)
            tally = self.tallies[service] = Tally()
            for protocol in protocols_of(model):
                if protocol not in _BOTH_WAYS:
                    continue
                line = wire.Line(self._port, model.signing_name or model.endpoint_prefix)
                for name in self._order(model, protocol):
                    if time.monotonic() > self._deadline:
                        return
                    if only in ("", name) and offer.refusal(service, name) is None:
                        chance = random.Random(f"{self._seed} {service} {name} {protocol}")
                        self._operation(tally, line, model.operation_model(name), protocol, chance)

    def _order(self, model: ServiceModel, protocol: str) -> list[str]:
        """What makes comes before what deletes, so that there is something to ask about."""
        names = list(model.operation_names)
        random.Random(f"{self._seed} {protocol}").shuffle(names)
        return sorted(names, key=lambda name: name.startswith(("Delete", "Remove", "Terminate")))

    def _operation(
        self,
        tally: Tally,
        line: wire.Line,
        asked: OperationModel,
        protocol: str,
        chance: random.Random,
    ) -> None:
        for kind, why, request in self._requests(asked, protocol, chance):
            setattr(tally, kind, getattr(tally, kind) + 1)
            try:
                answer = line.send(request, asked, protocol)
            except (OSError, http.client.HTTPException) as error:
                tally.answered_5xx += 1
                tally.faults[f"{asked.name} {kind}: no answer ({error!r})"] += 1
                continue
            fault = ""
            if answer.status >= 500:
                tally.answered_5xx += 1
                said = answer.message.partition(", request id")[0][:120]
                fault = f"{answer.status} {answer.code} {said}"
            elif kind == "forbidden" and answer.status < 300:
                tally.accepted += 1
                fault = f"accepted although {why}"
            elif answer.complaint and not (kind == "twisted" and _is_anothers(answer, why)):
                tally.unreadable += 1
                fault = f"{answer.status} {answer.complaint}"
            if fault and kind == "twisted":
                fault = f"{why}: {fault}"
            if fault:
                tally.faults[f"{asked.name} {kind}: {fault}"] += 1

    def _requests(
        self, asked: OperationModel, protocol: str, chance: random.Random
    ) -> Iterator[tuple[str, str, wire.Request]]:
        maker, shape = Maker(chance), asked.input_shape
        sound: list[dict[str, Any]] = []
        for _ in range(self._plan.valid):
            try:
                made = maker.make(shape) if shape is not None else {}
                request = wire.written(asked, protocol, made)
            except Unmakeable:
                continue
            sound.append(made)
            yield "valid", "", request
        if not sound:
            return
        base = max(sound, key=lambda one: len(str(one)))
        for mutant, writer in self._mutants(asked, protocol, base, chance):
            try:
                yield "forbidden", mutant.why, writer(mutant.parameters)
            except Unmakeable:
                continue
        plain = wire.written(asked, protocol, base)
        bodies = mutations.BODIES + (mutations.documents(asked) if protocol == "rest-xml" else ())
        for body in chance.sample(bodies, min(len(bodies), self._plan.garbage)):
            yield "garbage", "", wire.Request(plain.method, plain.path, plain.headers, body)
        for _ in range(self._plan.twisted):
            twist = chance.choice(twists.TWISTS)
            request = twist(wire.written(asked, protocol, chance.choice(sound)), chance)
            yield "twisted", f"{twist.__name__} {request.method} {request.path[:80]}", request

    def _mutants(
        self, asked: OperationModel, protocol: str, base: dict[str, Any], chance: random.Random
    ) -> Iterator[tuple[mutations.Mutant, Callable[[dict[str, Any]], wire.Request]]]:
        shape = asked.input_shape
        if shape is None:
            return
        service = asked.service_model.service_name
        as_usual = partial(wire.written, asked, protocol)
        for mutant in mutations.broken_rules(shape, base, service, chance)[: self._plan.forbidden]:
            yield mutant, as_usual
        if protocol in ("json", "rest-json"):
            writer = as_usual if protocol == "json" else partial(wire.rest_json_with, asked, base)
            for mutant in mutations.wrong_types(shape, base, chance)[: self._plan.wrong]:
                yield mutant, writer

    def table(self) -> str:
        """A line for each service, and one for all."""
        heads = (
            "service",
            "sent",
            "valid",
            "forbidden",
            "garbage",
            "twisted",
            "5xx",
            "accepted",
            "unreadable",
        )
        lines = ["{:26}{:>8}{:>8}{:>11}{:>9}{:>9}{:>7}{:>10}{:>12}".format(*heads)]
        total = Counter[str]()
        for service, tally in self.tallies.items():
            row = (tally.sent, tally.valid, tally.forbidden, tally.garbage, tally.twisted,
                   tally.answered_5xx, tally.accepted, tally.unreadable)  # fmt: skip
            total.update(dict(zip(heads[1:], row, strict=True)))
            lines.append("{:26}{:>8}{:>8}{:>11}{:>9}{:>9}{:>7}{:>10}{:>12}".format(service, *row))
        every = [total[head] for head in heads[1:]]
        lines.append("{:26}{:>8}{:>8}{:>11}{:>9}{:>9}{:>7}{:>10}{:>12}".format("all", *every))
        return "\n".join(lines)

    def faults(self) -> list[str]:
        """Every kind of fault, with how often it was seen."""
        return [
            f"{service}:{fault} ({count}x)"
            for service, tally in self.tallies.items()
            for fault, count in tally.faults.most_common()
        ]


def _is_anothers(answer: wire.Answer, twist: str) -> bool:
    """Whether an answer may be one to another operation, or in another protocol."""
    return answer.status < 400 or twist.startswith(
        tuple(each.__name__ for each in twists.OF_ANOTHER_PROTOCOL)
    )

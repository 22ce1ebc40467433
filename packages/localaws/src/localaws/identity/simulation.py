"""IAM's SimulatePrincipalPolicy and SimulateCustomPolicy, which moto does not have.

Each action is judged on each resource, ``*`` where none is named. Positions of statements are left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from moto.core.responses import ActionResult
from moto.iam.exceptions import InvalidInput
from moto.iam.responses import IamResponse

from localaws.identity.decision import Decision, Policy, decide
from localaws.identity.principal_policies import policies_of, read

_PAGE = 100


def answer_simulations() -> None:
    """Make moto's IAM answer both operations. Call once."""
    IamResponse.simulate_principal_policy = _simulate_principal_policy
    IamResponse.simulate_custom_policy = _simulate_custom_policy


def _simulate_principal_policy(self: Any) -> ActionResult:
    own, boundary = policies_of(self.backend, self._get_param("PolicySourceArn"))
    policies = [*own, *_given(self, "PolicyInputList")]
    limits = [*boundary, *_given(self, "PermissionsBoundaryPolicyInputList")]
    return _page(self, _results(self, policies, limits))


def _simulate_custom_policy(self: Any) -> ActionResult:
    policies = list(_given(self, "PolicyInputList"))
    limits = list(_given(self, "PermissionsBoundaryPolicyInputList"))
    return _page(self, _results(self, policies, limits))


def _given(response: Any, member: str) -> Iterable[Policy]:
    """Policies that the request itself has.

    Raises:
        InvalidInput: one is no JSON.
    """
    for number, text in enumerate(response._get_param(member) or [], 1):
        try:
            yield Policy(f"{member}.{number}", "none", read(text))
        except ValueError as error:
            raise InvalidInput(f"{member}.{number} is no JSON: {error}") from error


def _results(
    response: Any, policies: Sequence[Policy], limits: Sequence[Policy]
) -> list[dict[str, Any]]:
    context = {
        entry["ContextKeyName"].lower(): entry.get("ContextKeyValues", [])
        for entry in response._get_param("ContextEntries") or []
    }
    return [
        _shown(action, resource, decide(policies, limits, action, resource, context))
        for action in response._get_param("ActionNames")
        for resource in response._get_param("ResourceArns") or ["*"]
    ]


def _shown(action: str, resource: str, decision: Decision) -> dict[str, Any]:
    matched = [
        {"SourcePolicyId": policy.name, "SourcePolicyType": policy.kind}
        for policy in decision.matched
    ]
    shown = {
        "EvalActionName": action,
        "EvalResourceName": resource,
        "EvalDecision": decision.effect,
        "MatchedStatements": matched,
        "MissingContextValues": list(decision.missing),
    }
    if decision.within_boundary is None:
        return shown
    detail = {"AllowedByPermissionsBoundary": decision.within_boundary}
    return {**shown, "PermissionsBoundaryDecisionDetail": detail}


def _page(response: Any, results: Sequence[Mapping[str, Any]]) -> ActionResult:
    marker = response._get_param("Marker") or "0"
    if not marker.isdecimal():
        raise InvalidInput(f"Invalid Marker: {marker}")
    start = int(marker)
    end = start + int(response._get_param("MaxItems") or _PAGE)
    page: dict[str, Any] = {
        "EvaluationResults": results[start:end],
        "IsTruncated": end < len(results),
    }
    return ActionResult(page | ({"Marker": str(end)} if end < len(results) else {}))

"""The operations on endpoints: create, update, rescale, describe, list, delete."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from typing import Any

from localaws.hosting import weights
from localaws.hosting.configurations import Configurations
from localaws.hosting.deployments import policy
from localaws.hosting.deployments.deployment import EndpointDeployment
from localaws.hosting.deployments.progress import Progress
from localaws.hosting.endpoint import IN_PROGRESS, Endpoint, EndpointPlan
from localaws.hosting.instance import EndpointContext
from localaws.hosting.models import Models
from localaws.hosting.records import Kind, Records
from localaws.hosting.state_change import state_change
from localaws.hosting.variant import (
    instances_of,
    keeps,
    rescaled,
    retained,
    serving,
    variants_of,
)
from localaws.sagemaker.errors import ApiError, validation
from localaws.sagemaker.quotas import Instances
from localaws.sagemaker.service import SageMaker

# (region, name) to OK, ALARM or INSUFFICIENT_DATA; None: there is no such alarm.
AlarmState = Callable[[str, str], str | None]
Work = Callable[[EndpointDeployment], Iterator[float] | None]


class Endpoints:
    """The endpoints of one region. ``context`` makes those of an endpoint, by its name."""

    def __init__(
        self,
        service: SageMaker,
        models: Models,
        configurations: Configurations,
        context: Callable[[str], EndpointContext],
        alarm_state: AlarmState,
    ) -> None:
        self._service = service
        self._models = models
        self._configurations = configurations
        self._context_of = context
        self._alarm_state = partial(alarm_state, service.region)
        self._under_way: dict[Endpoint, Progress] = {}
        self._records = Records[Endpoint](Kind("endpoint", "endpoint", "Endpoints"), service)
        self.find, self.named = self._records.find, self._records.named
        self._counting = threading.RLock()  # from a look at a quota until what it allowed counts
        self._closed = False

    def register(self) -> None:
        self._service.register(
            {
                "CreateEndpoint": self.create,
                "UpdateEndpoint": self.update,
                "UpdateEndpointWeightsAndCapacities": self.rescale,
                "DescribeEndpoint": lambda request: self.named(request["EndpointName"]).describe(),
                "ListEndpoints": self._records.list,
                "DeleteEndpoint": self.delete,
            }
        )

    def create(self, request: dict[str, Any]) -> dict[str, Any]:
        """CreateEndpoint: answers at once, while the fleet starts."""
        name = request["EndpointName"]
        arn = self._service.arn("endpoint", name)
        plan = self._plan(request, {})

        def announce(describe: dict[str, Any], is_stage: bool) -> None:
            self._service.announce(state_change(describe, is_stage=is_stage))

        endpoint = Endpoint(name, arn, plan, announce, self._service.context.clock)
        with self._counting:
            if self._closed:
                raise ApiError("ServiceUnavailable", "The server is ending.", 503)
            self._records.refuse_existing(endpoint)
            self._check_quotas(endpoint.in_use)
            self._records.add(endpoint, request)
        endpoint.announce()
        self._begin(endpoint, lambda deployment: deployment.create(plan))
        return {"EndpointArn": arn}

    def update(self, request: dict[str, Any]) -> dict[str, Any]:
        """UpdateEndpoint: another fleet takes over, in the way that DeploymentConfig says.

        The configuration that it serves must still be there, as users of AWS find out
        (hashicorp/terraform-provider-aws#40048).
        """
        endpoint = self.named(request["EndpointName"])
        last = endpoint.last_deployment if request.get("RetainDeploymentConfig") else {}
        plan = self._plan(request, last)
        self._configurations.named(endpoint.configuration)
        _refuse_busy(endpoint, "Updating")
        old = endpoint.variants
        new = retained(plan.variants, old, request)
        weights.check(variant.weight for variant in serving(new))
        how = policy.for_change(plan.deployment, old, new)
        self._see_alarms(how.alarms)
        # The old fleet serves until the new one does: both count, as on AWS.
        added = instances_of(map(how.beside, new))
        capture = endpoint.capture if keeps(request, "DataCaptureConfig") else plan.capture
        plan = replace(plan, variants=new, policy=how, capture=capture)
        self._claim_instances(endpoint, plan, added)
        self._begin(endpoint, lambda deployment: deployment.update(plan))
        return {"EndpointArn": endpoint.arn}

    def rescale(self, request: dict[str, Any]) -> dict[str, Any]:
        """UpdateEndpointWeightsAndCapacities."""
        endpoint = self.named(request["EndpointName"])
        desired = request["DesiredWeightsAndCapacities"]
        current = endpoint.variants
        try:
            variants = rescaled(current, desired)
        except KeyError as error:
            raise validation(
                f'The variant name(s) "{error.args[0]}" is/are not present within endpoint '
                f'"{endpoint.arn}".'
            ) from error
        weights.check(variant.weight for variant in serving(variants))
        # A queue can wait for instances; whoever waits for a response cannot.
        least = 0 if endpoint.asynchronous is not None else 1
        if any(variant.instances < least for variant in variants):
            raise validation(f"DesiredInstanceCount must be at least {least}.")
        configuration = endpoint.configuration
        plan = EndpointPlan(
            configuration,
            variants,
            endpoint.last_deployment,
            capture=endpoint.capture,
            asynchronous=endpoint.asynchronous,
        )
        added = instances_of(variants) - instances_of(current)
        self._claim_instances(endpoint, plan, added, is_rescaling=True)
        self._begin(endpoint, lambda deployment: deployment.rescale(plan))
        return {"EndpointArn": endpoint.arn}

    def delete(self, request: dict[str, Any]) -> dict[str, Any]:
        """DeleteEndpoint: Deleting while it answers what it has, then gone."""
        endpoint = self.named(request["EndpointName"])
        self._claim(endpoint, "Deleting")

        def remove(deployment: EndpointDeployment) -> None:
            try:
                deployment.remove()
            finally:
                self._records.forget(endpoint)
                with self._counting:
                    self._under_way.pop(endpoint, None)

        self._begin(endpoint, remove)
        return {}

    def shutdown(self) -> None:
        """Stop every container; deployments under way give up. Returns when all have ended."""
        with self._counting:
            self._closed = True
            endpoints = self._records.all()
            under_way = list(self._under_way.values())
        for endpoint in endpoints:
            endpoint.cancelled.set()
        for progress in under_way:
            progress.hurry()
        removals = []
        for endpoint in endpoints:
            endpoint.settled.wait()
            removal = self._begin(endpoint, lambda deployment: deployment.remove())
            removals.append(removal)
        for removal in removals:
            removal.join()

    def _plan(self, request: dict[str, Any], last: dict[str, Any]) -> EndpointPlan:
        configuration = self._configurations.named(request["EndpointConfigName"])
        deployment = request.get("DeploymentConfig", last)
        policy.policy(deployment)
        variants = variants_of(configuration, self._models)
        return EndpointPlan(
            configuration.name,
            variants,
            deployment,
            capture=configuration.capture,
            asynchronous=configuration.asynchronous,
        )

    def _claim(
        self,
        endpoint: Endpoint,
        status: str,
        plan: EndpointPlan | None = None,
        added: Counter[str] | None = None,
        *,
        is_rescaling: bool = False,
    ) -> None:
        _refuse_busy(endpoint, status)
        if not endpoint.claim(status, plan, added or Counter(), is_rescaling=is_rescaling):
            raise _busy(endpoint)

    def _claim_instances(
        self,
        endpoint: Endpoint,
        plan: EndpointPlan,
        added: Counter[str],
        *,
        is_rescaling: bool = False,
    ) -> None:
        with self._counting:
            if endpoint.status not in IN_PROGRESS:  # else that is what is said
                self._check_quotas(added)
            self._claim(endpoint, "Updating", plan, added, is_rescaling=is_rescaling)

    def _see_alarms(self, names: tuple[str, ...]) -> None:
        """See that there are all the alarms that could take an update back."""
        for name in names:
            if self._alarm_state(name) is None:
                raise validation(f"Could not find the CloudWatch alarm {name}.")

    def _check_quotas(self, added: Counter[str]) -> None:
        """See that the account may have so many more instances; called while counting."""
        quotas = self._service.context.quotas
        for instance_type, count in added.items():
            asked = Instances("endpoint", instance_type, count)
            if quotas.limit(asked):
                used = (e.in_use[instance_type] for e in self._records.all())
                quotas.check(asked, sum(used))

    def _begin(self, endpoint: Endpoint, work: Work) -> Progress:
        clock = self._service.context.clock
        context = self._context_of(endpoint.name)
        deployment = EndpointDeployment(endpoint, context, clock, self._alarm_state)
        progress = Progress(f"deploy {endpoint.name}", lambda: work(deployment), clock)
        with self._counting:
            self._under_way[endpoint] = progress
        progress.start()
        return progress


def _refuse_busy(endpoint: Endpoint, status: str) -> None:
    """Refuse to bring an endpoint into a status in which it cannot come now.

    A failed endpoint never served: all that AWS lets one do with it is to delete it.
    """
    if endpoint.status in IN_PROGRESS or (endpoint.status == "Failed" and status != "Deleting"):
        raise _busy(endpoint)


def _busy(endpoint: Endpoint) -> ApiError:
    return validation(f'Cannot update in-progress endpoint "{endpoint.arn}".')

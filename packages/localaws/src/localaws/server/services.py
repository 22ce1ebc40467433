"""The services that are ours, put together, and which of them responds to whose requests.

The one place that knows all of them; each of them knows as little of the others as it can.
"""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import Any

from localaws import events, registry, search
from localaws.alarms.acting import Acting
from localaws.alarms.service import Alarms
from localaws.alarms.watch import Watch
from localaws.autoscaling.service import Autoscaling
from localaws.cloudformation.custom_resources.exchange import Exchange
from localaws.cloudformation.means import Means
from localaws.cloudformation.service import CloudFormation
from localaws.events.buckets.notifications import Notifications
from localaws.events.pattern import compiled
from localaws.functions.assembly import Lambdas
from localaws.functions.functions import Call
from localaws.functions.packages.store import Packages
from localaws.hosting.hosting import Hostings
from localaws.hosting.http import Invocations
from localaws.identity import answer_simulations
from localaws.jobs.jobs import Jobs
from localaws.messages import arrivals, topics
from localaws.messages.mail.post_office import PostOffices
from localaws.messages.mail.ses import Ses
from localaws.messages.mail.sesv2 import SesV2
from localaws.messages.outbox import Outbox
from localaws.metrics import published
from localaws.metrics.dashboards import Dashboards
from localaws.metrics.service import Metrics
from localaws.sagemaker.context import ServerContext
from localaws.sagemaker.service import SageMakers
from localaws.server.cloudwatch import CloudWatch
from localaws.server.custom_resource_providers import Providers
from localaws.server.http import Application
from localaws.server.own_service import OwnService
from localaws.server.webhooks import Webhooks
from localaws.service_quotas.service import ServiceQuotas
from localaws.stepfunctions.assembly import StateMachines
from localaws.stepfunctions.store.records import StoredRecords
from localaws.this_aws.expiry import Expiry
from localaws.this_aws.queue_metrics import QueueMetrics


class Services:
    """Everything that lives as long as the server does.

    Attributes:
        applications: who responds to a service's requests, by botocore's name of it; to those of a
            service that is not here, moto does.
        exchange: the requests of custom resources, and who takes the responses.
        outbox: what would have left this AWS.
        urls: those of functions.
    """

    def __init__(
        self,
        context: ServerContext,
        region: str,
        job_slots: int,
        records: StoredRecords,
        mocks: Path | None,
        packages: Packages,
        skips_unsupported: bool = False,
    ) -> None:
        """
        Args:
            job_slots: how many containers of jobs run at once.
            records: what is kept of state machines.
            mocks: the file with mocked responses of their tasks.
            packages: the code of functions.
            skips_unsupported: whether stacks are made without the types that are not done here.
        """
        self._clock = context.clock
        quotas = ServiceQuotas(context.quotas)
        jobs = self._jobs = Jobs(context.home, job_slots)

        def alarm_state(region: str, name: str) -> str | None:
            return alarms.state(context.account, region, name)

        hostings = self._hostings = Hostings(context.home, alarm_state)
        parts = [jobs.part, hostings.part, registry.register, search.register, events.announce]
        scaling = Autoscaling(context.clock, hostings.variants)
        self._sagemakers = SageMakers(context, parts)
        lambdas = self._lambdas = Lambdas(context, packages, compiled)
        self.urls = lambdas.urls
        machines = self._machines = StateMachines(
            records, context.clock, self._sagemakers.for_region, lambdas, mocks
        )
        self._watch = Watch(context.clock, published.read)
        alarms = Alarms(context.clock, self._watch, Acting(self._invoke_function))
        providers = Providers(lambdas.functions)
        self.exchange = Exchange(
            *(context.clock, context.endpoint, context.access_key, providers.send)
        )
        stacks = CloudFormation(context.clock, Means(self.exchange, skips_unsupported))
        self.outbox = Outbox()
        offices = PostOffices(self.outbox, context.clock)
        self.applications: dict[str, Application] = {
            "application-autoscaling": OwnService(
                "application-autoscaling", "json", scaling.call, region
            ),
            "cloudformation": OwnService("cloudformation", "query", stacks.call, region),
            "cloudwatch": CloudWatch(
                {
                    **alarms.operations,
                    **Dashboards(context.clock).operations,
                    **Metrics(context.clock).operations,
                },
                region,
            ),
            "lambda": OwnService("lambda", "rest-json", lambdas.call, region),
            "sagemaker": OwnService("sagemaker", "json", self._sagemaker, region),
            "service-quotas": OwnService("service-quotas", "json", quotas.call, region),
            "ses": OwnService("ses", "query", Ses(offices).call, region),
            "sesv2": OwnService("sesv2", "rest-json", SesV2(offices).call, region),
            "stepfunctions": OwnService("stepfunctions", "json", machines.call, region),
            "sagemaker-runtime": Invocations(hostings, context.account, region),
        }
        self._expiry = Expiry(context.clock)
        self._queue_metrics = QueueMetrics(context.clock)
        arrivals.tell()
        topics.deliver_to(topics.World(self.outbox, context.clock, self._invoke_function, compiled))
        webhooks = Webhooks(self.outbox, context.clock)
        reached = events.Targets(
            machines.start_execution, context.clock, self._invoke_function, webhooks.put
        )
        self._deliveries = events.Deliveries(reached, context.clock)
        self._ticker = events.Ticker(context.account, context.clock, self._deliveries)
        events.deliver_to(self._deliveries, context.clock)
        Notifications(context.clock, self._invoke_function, lambdas.check_service).begin()
        events.answer_test_event_pattern()
        answer_simulations()
        events.refuse_nonsense()

    def _sagemaker(
        self, _account: str, region: str, operation: str, parameters: dict[str, Any]
    ) -> dict[str, Any]:
        return self._sagemakers.for_region(region).call(operation, parameters)

    def _invoke_function(
        self, arn: str, payload: bytes, *, principal: str | None = None, source: str | None = None
    ) -> None:
        """Invoke a function by an event: for a service by its policy, or by the permission of a role."""
        if principal is not None:
            self._lambdas.invoke_by_service(arn, payload, principal, source or "")
            return
        _, _, _, region, account, *_ = arn.split(":")
        self._lambdas.send(Call(account, region, arn, payload))

    def interrupt(self, region: str, job: str, capacity_in: float) -> None:
        """Take the spot instances of a training job away; raises NotInterruptible where it has none."""
        self._jobs.interrupt(region, job, capacity_in)

    def images(self) -> set[str]:
        """The URIs of the images that jobs which have not ended, and models, refer to."""
        return self._jobs.images() | self._hostings.images()

    def start(self) -> None:
        """Let time pass: schedules fire and objects expire from now on."""
        self._machines.start()
        self._ticker.start()
        self._expiry.start()
        self._queue_metrics.start()

    def stop(self) -> None:
        """Fire nothing more, start nothing more, and end every job and endpoint, whatever fails meanwhile."""
        with ExitStack() as ending:  # from the last to the first
            ending.callback(self._clock.close)
            ending.callback(self._sagemakers.shutdown)
            ending.callback(self._lambdas.stop)
            ending.callback(self._machines.stop)
            ending.callback(self._watch.stop)
            ending.callback(self._expiry.stop)
            ending.callback(self._queue_metrics.stop)
            ending.callback(self._deliveries.close)
            ending.callback(self._ticker.stop)
            ending.callback(self.exchange.close)

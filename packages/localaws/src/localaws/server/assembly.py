"""The loaded server: moto with its mends, our services, what stands in front of them, HTTP around it."""

from __future__ import annotations

import logging
import os
import socket
import threading
from collections.abc import Callable
from typing import Any

from localaws import lazy_moto, moto_mends
from localaws.server.gate import Gate, Guard, Policy
from localaws.server.http import Server
from localaws.server.options import Options

lazy_moto.apply()  # before anything imports moto's heavier parts

from localaws.cloudformation.unsupported import UNSUPPORTED  # noqa: E402
from localaws.functions.packages.images import FunctionImages  # noqa: E402
from localaws.functions.packages.interpreter import Interpreters  # noqa: E402
from localaws.functions.packages.store import Packages  # noqa: E402
from localaws.images.aws_made import Catalogue  # noqa: E402
from localaws.images.image_file import BadImageFile  # noqa: E402
from localaws.images.pushed import PushedImages, pushed  # noqa: E402
from localaws.images.registry import Registry  # noqa: E402
from localaws.images.store import ImageStore  # noqa: E402
from localaws.runtime import choose, choose_for_zips, machine  # noqa: E402
from localaws.runtime.container import ContainerRuntime  # noqa: E402
from localaws.runtime.protocol import Runtime, RuntimeRefused  # noqa: E402
from localaws.sagemaker.context import ServerContext  # noqa: E402
from localaws.server.clock_page import ClockPage  # noqa: E402
from localaws.server.cors import CrossOrigin  # noqa: E402
from localaws.server.entrance import Entrance  # noqa: E402
from localaws.server.errors import CannotStart  # noqa: E402
from localaws.server.function_urls import FunctionUrls  # noqa: E402
from localaws.server.home import Identity  # noqa: E402
from localaws.server.issued import issued_here  # noqa: E402
from localaws.server.moto_application import moto_application  # noqa: E402
from localaws.server.pages import Pages  # noqa: E402
from localaws.server.response_page import ResponsePage  # noqa: E402
from localaws.server.services import Services  # noqa: E402
from localaws.server.spot_page import SpotPage  # noqa: E402
from localaws.server.virtual_hosts import PathStyle  # noqa: E402
from localaws.server.within import asking  # noqa: E402
from localaws.stepfunctions.mocks.mock_file import BadMockFile  # noqa: E402
from localaws.stepfunctions.store import generations  # noqa: E402
from localaws.store.database import UnusableDatabase  # noqa: E402
from localaws.this_aws.clients import CLIENTS  # noqa: E402

log = logging.getLogger(__name__)


class Assembly:
    """All of the server. ``start`` and ``stop`` are called once each."""

    def __init__(
        self,
        chosen: Options,
        account: str,
        listeners: list[socket.socket],
        guard: Guard,
        identity: Identity,
        stop: Callable[[], None],
    ) -> None:
        """``stop`` is called when a client that knows the identity's secret asks for the end."""
        try:
            catalogue = Catalogue.read(account)
            own = PushedImages(account)
            self._images = Registry(ImageStore(chosen.home), catalogue, own.stored)
            packages = Packages(chosen.home, Interpreters(chosen.home))
            images = FunctionImages(packages, self._images)
            self.runtime: Runtime = choose(chosen.home, images, chosen.runtime)
            zip_runtime = choose_for_zips(chosen.home, images, self.runtime)
        except (BadImageFile, RuntimeRefused) as error:
            raise CannotStart(str(error)) from error
        self.warning = self.runtime.warning or zip_runtime.warning
        self._chosen = chosen
        self._identity = identity
        endpoint = f"http://localhost:{listeners[0].getsockname()[1]}"
        in_containers = isinstance(self.runtime, ContainerRuntime)
        job_slots = chosen.parallel_jobs or machine.job_slots()
        log.info("%d containers of jobs run at once", job_slots)
        context = ServerContext(
            *(account, chosen.home, self.runtime, endpoint, catalogue),
            access_key=guard.access_key_of_jobs(in_containers),
            quotas=chosen.quotas,
            zip_runtime=zip_runtime,
            interruptions=chosen.interruptions,
        )
        moto_mends.apply(context.clock)
        try:
            records = generations.begin(chosen.home, chosen.keep, context.clock.seconds())
        except UnusableDatabase as error:
            raise CannotStart(str(error)) from error
        if chosen.keep and chosen.movable_clock:
            # Somebody had moved it: a history that goes on does not run backwards.
            context.clock.move(max(0.0, records.latest() - context.clock.seconds()))
        try:
            self._services = Services(
                *(context, chosen.region, job_slots, records, chosen.mocks, packages),
                skips_unsupported=chosen.skip_unsupported_types,
            )
        except BadMockFile as error:
            raise CannotStart(str(error)) from error
        entrance = Entrance(moto_application(), self._services.applications)
        CLIENTS.respond_by(asking(entrance, listeners[0].getsockname()[1]))
        shown = {
            "health": self._health,
            "images": self._images_in_use,
            "outbox": self._services.outbox.shown,
            "unsupported": UNSUPPORTED.report,
        }
        clock = ClockPage(context.clock, chosen.movable_clock)
        responses = ResponsePage(self._services.exchange.receive)
        spot = SpotPage(self._services.interrupt, chosen.interruptions, chosen.region)
        pages = Pages(entrance, shown, clock, spot, responses, identity.secret, stop)
        guard.token.issued = issued_here
        hosts = {self.runtime.machine} if isinstance(self.runtime, ContainerRuntime) else set()
        policy = Policy(chosen.origins, chosen.hosts | hosts)
        application = FunctionUrls(self._services.urls, PathStyle(CrossOrigin(pages)))
        gate = Gate(application, policy, guard)
        self._server = Server(listeners, gate, guard.peers.know, context.clock.seconds)
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.1}, name="http"
        )

    def start(self) -> None:
        self._thread.start()
        self._services.start()

    def stop(self) -> None:
        """End everything that was started; returns when all of it has ended."""
        self._images.close()  # nobody waits any more for an image that is being built
        try:
            # Jobs and endpoints first: while they end they still talk to this AWS.
            self._services.stop()
        finally:
            self._server.shutdown()
            self._thread.join()
            self._server.server_close()

    def _health(self) -> dict[str, Any]:
        return {
            "status": "ready",
            "pid": os.getpid(),
            "instance": self._identity.instance,
            "home": str(self._chosen.home),
            "region": self._chosen.region,
            "runtime": self.runtime.name,
        }

    def _images_in_use(self) -> dict[str, Any]:
        """What ``localaws prune`` must leave: images that ran, and those that somebody refers to."""
        return {
            "identities": sorted(self._images.used),
            "uris": sorted(self._services.images() | pushed()),
        }

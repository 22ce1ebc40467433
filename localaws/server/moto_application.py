"""moto's server application: it finds the service of a request and loads it when first asked for."""

from __future__ import annotations

from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app

from localaws.server.http import Application


def moto_application() -> Application:
    """All of moto's services behind one WSGI application."""
    application: Application = DomainDispatcherApplication(create_backend_app)
    return application

"""Errors of templates and of deployments."""

from __future__ import annotations


class TemplateError(Exception):
    """The template cannot be evaluated. The message says where and why."""


class ReplacementNeeded(Exception):
    """A change that no update can make: the resource has to be made anew."""


class InvalidProperties(Exception):
    """A resource's properties are not those of its type. The message is CloudFormation's."""


class Refused(Exception):
    """A resource that is not made, for a reason which no service gave: the message."""


class ResourceFailed(Exception):
    """A resource could not be made, changed or deleted; the message is the service's reason."""

"""The errors of the SageMaker API.

A ``Refusal`` carries what a client sees: a code, a message, an HTTP status. The constructors below
are the cases that several operations share; each returns the error, the caller raises it.
"""

from __future__ import annotations

from localaws.protocols.refusal import Refusal


class ApiError(Refusal):
    """SageMaker refuses a request, whether it came over HTTP or from within."""


def validation(message: str) -> ApiError:
    """The request breaks a rule; also SageMaker's answer for a resource that does not exist."""
    return ApiError("ValidationException", message)


def not_found() -> ApiError:
    """A job, or tags, of what never was: AWS uses no ``ResourceNotFound`` there."""
    return validation("Requested resource not found.")


def in_use(message: str) -> ApiError:
    """A name is taken."""
    return ApiError("ResourceInUse", message)


def unsupported(what: str, way_out: str) -> ApiError:
    """The request asks for something real that this embedded AWS does not do.

    Args:
        what: the thing as the caller wrote it, such as ``TrainingInputMode Pipe``.
        way_out: a sentence that says what to do instead.
    """
    return validation(f"{what} is not supported by this embedded AWS. {way_out}")

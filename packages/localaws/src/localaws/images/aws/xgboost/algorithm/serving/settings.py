"""What the environment of the container says of serving."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ..versions import Version


class SettingsError(ValueError):
    """A variable of the environment has a value that cannot be meant."""


@dataclass(frozen=True)
class Settings:
    """How to serve. ``largest_body`` is in bytes; ``output_keys`` are empty where plain predictions are
    wanted, and not what SageMaker calls selectable inference."""

    version: Version
    port: int = 8080
    largest_body: int = 6 * 1024**2
    default_accept: str = "text/csv"
    is_batch: bool = False
    is_ensemble: bool = True
    output_keys: tuple[str, ...] = ()

    @classmethod
    def of(cls, environment: Mapping[str, str]) -> Settings:
        """Read the variables that AWS's image reads.

        Raises:
            SettingsError: a number is none.
        """
        keys = environment.get("SAGEMAKER_INFERENCE_OUTPUT", "").replace(" ", "").lower()
        return cls(
            version=Version.of_this_container(),
            port=_whole_number(environment, "SAGEMAKER_BIND_TO_PORT", cls.port),
            largest_body=_whole_number(environment, "MAX_CONTENT_LENGTH", cls.largest_body),
            default_accept=environment.get(
                "SAGEMAKER_DEFAULT_INVOCATIONS_ACCEPT", cls.default_accept
            ),
            is_batch=bool(environment.get("SAGEMAKER_BATCH")),
            is_ensemble=environment.get("SAGEMAKER_INFERENCE_ENSEMBLE", "true") == "true",
            output_keys=tuple(keys.split(",")) if keys else (),
        )


def _whole_number(environment: Mapping[str, str], name: str, default: int) -> int:
    text = environment.get(name, str(default))
    if not text.isdecimal():
        raise SettingsError(f"{name} must be a whole number, not {text!r}")
    return int(text)

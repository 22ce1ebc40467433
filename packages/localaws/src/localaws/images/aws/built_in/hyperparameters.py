"""The hyperparameters of a job, which SageMaker gives as strings, checked as AWS checks them.

An algorithm declares its own, with defaults; those that AWS declares for all of its algorithms are here. Every
problem is named at once, because a job that is started again for each typing error wastes minutes each time.
AWS checks with a JSON schema, whose words its messages quote.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from . import log_lines
from .failure import CustomerError
from .values import Boolean, Kind, auto, choice, whole


@dataclass(frozen=True)
class Hyperparameter:
    """What one may be, and what it is where the job does not say. Without a default it is required."""

    kind: Kind
    default: str | None = None


@dataclass(frozen=True)
class _Any:
    legal: str = "any text"

    def parse(self, text: str) -> str:
        return text


# Of every algorithm: how AWS runs it. None of them changes what is learnt.
COMMON = {
    "_num_kv_servers": Hyperparameter(auto(whole(1)), "auto"),
    "_kvstore": Hyperparameter(_Any(), "auto"),
    "_num_gpus": Hyperparameter(auto(whole(0)), "auto"),
    "_log_level": Hyperparameter(choice("debug", "info", "warning", "error"), "info"),
    "_enable_profiler": Hyperparameter(Boolean(), "false"),
    "_tuning_objective_metric": Hyperparameter(_Any(), ""),
}


def parse(declared: Mapping[str, Hyperparameter], texts: Mapping[str, Any]) -> dict[str, Any]:
    """The hyperparameters by their names, as numbers, words or booleans, and the log lines that report them.

    Raises:
        CustomerError: naming every hyperparameter that is missing, unknown or illegal, with what is legal.
    """
    known = {**COMMON, **declared}
    given = {
        name: str(text).strip()
        for name, text in texts.items()
        if not name.startswith("sagemaker_")  # the SageMaker SDK's own
    }
    defaults = {name: one.default for name, one in known.items() if one.default is not None}
    log_lines.info(f"Reading default configuration: {defaults}")
    log_lines.info(f"Merging with provided configuration from hyperparameters.json: {given}")
    problems = _missing(known, given) + _unknown(known, given)
    values: dict[str, Any] = {}
    for name, text in {**defaults, **given}.items():
        if name not in known:
            continue
        try:
            values[name] = known[name].kind.parse(text)
        except ValueError:
            problems.append(
                f"Hyperparameter {name}: {text!r} is not valid, it must be {known[name].kind.legal}"
            )
    if problems:
        raise CustomerError("; ".join(problems))
    log_lines.info(f"Final configuration: {defaults | given}")
    return values


def _missing(known: Mapping[str, Hyperparameter], given: Mapping[str, str]) -> list[str]:
    names = [name for name, one in known.items() if one.default is None and name not in given]
    if not names:
        return []
    quoted = ", ".join(map(repr, names))
    return [
        f"No value(s) were specified for {quoted} which are required hyperparameter(s) (caused by "
        f"ValidationError)\n\nCaused by: {names[0]!r} is a required property"
    ]


def _unknown(known: Mapping[str, Hyperparameter], given: Mapping[str, str]) -> list[str]:
    names = sorted(set(given) - set(known))
    if not names:
        return []
    quoted = f"{', '.join(map(repr, names))} {'was' if len(names) == 1 else 'were'} unexpected"
    legal = ", ".join(sorted(name for name in known if not name.startswith("_")))
    return [f"Additional hyperparameters are not allowed ({quoted}); known are: {legal}"]

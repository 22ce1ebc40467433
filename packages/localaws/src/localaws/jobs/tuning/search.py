"""The next values to try, by optuna: a function of what is known, and of nothing else.

A study is made for each question and forgotten: it knows the results that it is told, and its randomness comes from
the seed and the number of the training job alone. So the same question has the same answer, whatever happened
meanwhile. Bayesian search is a tree-structured Parzen estimator here; AWS's is its own. optuna is imported when
it is first asked: a server without tuning jobs does without.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from localaws.jobs.tuning.ranges import Categorical, Continuous, Integer, Range, Ranges

if TYPE_CHECKING:
    from optuna.distributions import BaseDistribution
    from optuna.samplers import BaseSampler
    from optuna.trial import FrozenTrial

Method = Literal["Random", "Bayesian"]
RANDOM_FIRST = 5  # results before the Bayesian search begins to learn from them


@dataclass(frozen=True)
class Observation:
    """What is known of some values, as the API writes them.

    ``objective`` is None while they are tried, and where that brought no result: neither is tried again soon.
    """

    tuned: Mapping[str, str]
    objective: float | None


def suggested(
    method: Method,
    ranges: Ranges,
    seed: int,
    number: int,
    known: Sequence[Observation] = (),
    maximize: bool = True,
) -> dict[str, str]:
    """The values for the training job of that number, as the API writes them.

    Args:
        known: the results to learn from. Those that do not lie within the ranges tell nothing.
    """
    import optuna

    optuna.logging.set_verbosity(optuna.logging.WARNING)
    sampler = _sampler(method, _seed(seed, number))
    study = optuna.create_study(direction="maximize" if maximize else "minimize", sampler=sampler)
    distributions = {each.name: _distribution(each) for each in ranges}
    if method == "Bayesian":
        within = [each for each in known if _holds(ranges, each.tuned)]
        study.add_trials([_told(each, ranges, distributions) for each in within])
    chosen = study.ask(distributions).params
    return {each.name: _text(each, chosen[each.name]) for each in ranges}


def _holds(ranges: Ranges, tuned: Mapping[str, str]) -> bool:
    return all(each.name in tuned and each.holds(tuned[each.name]) for each in ranges)


def _seed(seed: int, number: int) -> int:
    return int.from_bytes(hashlib.sha256(f"{seed}/{number}".encode()).digest()[:4])


def _sampler(method: Method, seed: int) -> BaseSampler:
    from optuna.samplers import RandomSampler, TPESampler

    if method == "Random":
        return RandomSampler(seed)
    return TPESampler(
        seed=seed, n_startup_trials=RANDOM_FIRST, multivariate=True, constant_liar=True
    )


def _distribution(item: Range) -> BaseDistribution:
    from optuna import distributions

    match item:
        case Continuous(_, low, high, "ReverseLogarithmic"):
            return distributions.FloatDistribution(1 - high, 1 - low, log=True)
        case Continuous(_, low, high, scale):
            return distributions.FloatDistribution(low, high, log=scale == "Logarithmic")
        case Integer(_, low, high, scale):
            return distributions.IntDistribution(low, high, log=scale == "Logarithmic")
        case Categorical(_, values):
            return distributions.CategoricalDistribution(values)


def _text(item: Range, chosen: Any) -> str:
    if isinstance(item, Continuous):
        value = 1 - chosen if item.scale == "ReverseLogarithmic" else chosen
        return repr(min(max(float(value), item.low), item.high))
    return str(chosen)


def _internal(item: Range, text: str) -> Any:
    """What optuna has in place of a value; the inverse of ``_text``."""
    match item:
        case Continuous(_, low, high, "ReverseLogarithmic"):
            return min(max(1 - float(text), 1 - high), 1 - low)
        case Continuous():
            return float(text)
        case Integer():
            return int(text)
        case Categorical():
            return text


def _told(
    known: Observation, ranges: Ranges, distributions: Mapping[str, BaseDistribution]
) -> FrozenTrial:
    from optuna.trial import TrialState, create_trial

    params = {each.name: _internal(each, known.tuned[each.name]) for each in ranges}
    over = known.objective is not None
    return create_trial(
        state=TrialState.COMPLETE if over else TrialState.RUNNING,
        value=known.objective,
        params=params,
        distributions=dict(distributions),
    )

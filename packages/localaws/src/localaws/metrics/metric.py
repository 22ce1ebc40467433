"""What can be asked of metrics: a statistic of one, or an expression over others."""

from __future__ import annotations

from dataclasses import dataclass

from localaws.this_aws.metric_samples import MetricName


@dataclass(frozen=True)
class Metric:
    """``dimensions`` are pairs of name and value, in the order they were given."""

    namespace: str
    name: str
    dimensions: tuple[tuple[str, str], ...] = ()

    @property
    def key(self) -> MetricName:
        """By which its samples are kept."""
        return MetricName(self.namespace, self.name, frozenset(self.dimensions))


@dataclass(frozen=True)
class MetricStat:
    """A statistic of a metric over a period of so many seconds; of data of one unit, where one is given."""

    metric: Metric
    period: int
    stat: str
    unit: str | None = None


@dataclass(frozen=True)
class Query:
    """A statistic, or an expression over the other queries beside it."""

    id: str
    stat: MetricStat | None = None
    expression: str | None = None
    label: str | None = None
    period: int | None = None  # of an expression that names none of the others
    returns: bool = True

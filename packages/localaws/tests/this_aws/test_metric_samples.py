"""What is kept of metrics, and how long."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from localaws.this_aws.metric_samples import MetricName, MetricSamples, Sample

ERRORS = MetricName("Lab", "Errors", frozenset({("Name", "one")}))
OTHER = MetricName("Lab", "Errors")
DAY = 86400.0


def left_of(*samples: Sample, until: float = 0) -> list[Sample]:
    """What is left of samples, oldest first, once another metric was published at a later moment."""
    store = MetricSamples()
    store.add((ERRORS, sample) for sample in samples)
    store.add([(OTHER, Sample.of(until, 1))])
    return sorted(store.between(ERRORS, 0, 1e12), key=lambda sample: sample.moment)


def test_a_metric_is_its_name_with_exactly_its_dimensions() -> None:
    store = MetricSamples()
    store.add([(ERRORS, Sample.of(60, 1)), (OTHER, Sample.of(120, 2))])
    assert store.between(ERRORS, 0, 1000) == [Sample.of(60, 1)]
    assert sorted(last for _, last in store.names()) == [60, 120]


def test_a_time_is_from_its_first_moment_and_before_its_last() -> None:
    store = MetricSamples()
    store.add((ERRORS, Sample.of(moment, 1)) for moment in (0, 60, 61, 120))
    assert [each.moment for each in store.between(ERRORS, 60, 120)] == [60, 61]
    assert len(store.between(ERRORS, -1e9, 1e9)) == 4


def test_equal_values_of_a_moment_are_one_sample() -> None:
    assert left_of(*[Sample.of(60, 5, "Count")] * 1000) == [Sample(60, 1000, 5000, 5, 5, "Count")]
    assert len(left_of(Sample.of(60, 5), Sample.of(60, 6), Sample.of(60, 5, "Count"))) == 3


def test_with_age_it_gets_coarser() -> None:
    seconds = [Sample.of(DAY + second, second) for second in (0, 1, 60, 299)]
    assert [s.moment - DAY for s in left_of(*seconds, until=DAY + 7200)] == [0, 1, 60, 299]
    assert [s.moment - DAY for s in left_of(*seconds, until=2 * DAY)] == [0, 0, 60, 240]
    assert {s.moment - DAY for s in left_of(*seconds, until=17 * DAY)} == {0}
    assert left_of(*seconds, until=500 * DAY) == []


def test_a_metric_of_which_nothing_is_left_is_forgotten() -> None:
    store = MetricSamples()
    store.add([(ERRORS, Sample.of(0, 1))])
    store.add([(OTHER, Sample.of(500 * DAY, 1))])
    assert [name for name, _ in store.names()] == [OTHER]


samples = st.builds(
    Sample.of, st.floats(0, 400 * DAY), st.integers(-5, 5).map(float), st.sampled_from(["A", "B"])
)


@given(st.lists(samples, max_size=30))
def test_no_value_is_lost_before_its_time(given: list[Sample]) -> None:
    left = left_of(*given, until=400 * DAY)
    assert sum(each.count for each in left) == len(given)
    assert sum(each.sum for each in left) == sum(each.sum for each in given)

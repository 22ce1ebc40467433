"""The lines of the log that metric definitions catch, and those for a reader."""

from __future__ import annotations

from .evaluation import Evaluation, Score


def epoch_line(epoch: int, train_loss: float, validation: Evaluation) -> str:
    """One line an epoch; each ``name=value`` is a metric."""
    return (
        f"epoch={epoch} train:loss={train_loss:.4f} validation:loss={validation.loss:.4f} "
        f"{_scores('validation', validation.overall)};"
    )


def test_line(test: Evaluation) -> str:
    return f"test:loss={test.loss:.4f} {_scores('test', test.overall)};"


def progress_line(
    epoch: int, epochs: int, step: int, steps: int, sentences_per_second: float
) -> str:
    return (
        f"progress: epoch {epoch}/{epochs}, step {step}/{steps}, "
        f"{sentences_per_second:.1f} sentences/s"
    )


def type_lines(evaluation: Evaluation) -> list[str]:
    """A table of the entity types."""
    width = max((len(name) for name in evaluation.types), default=0)
    return [
        f"  {name:<{width}}  precision {one.precision:.3f}  recall {one.recall:.3f}  "
        f"f1 {one.f1:.3f}  support {one.support}"
        for name, one in evaluation.types.items()
    ]


def _scores(split: str, score: Score) -> str:
    return (
        f"{split}:precision={score.precision:.4f} {split}:recall={score.recall:.4f} "
        f"{split}:f1={score.f1:.4f}"
    )

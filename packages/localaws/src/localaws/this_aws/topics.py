"""Publishes to topics as a service of this AWS does: no HTTP, and no policy of the topic's is asked."""

from __future__ import annotations

from moto.sns.models import sns_backends

from localaws.this_aws.arn import whole


def publish(arn: str, text: str, subject: str | None = None) -> None:
    """Publish to the topic of an ARN; raises what SNS raises, and ValueError."""
    topic = whole(arn)
    sns_backends[topic.account][topic.region].publish(message=text, arn=arn, subject=subject)

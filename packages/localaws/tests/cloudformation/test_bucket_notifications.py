"""A bucket's notifications in a template are S3's own, none of them dropped without a word."""

from __future__ import annotations

from localaws.cloudformation.types.bucket import notifications


def test_every_kind_of_target_is_asked_for() -> None:
    rules = [{"Name": "prefix", "Value": "raw/"}]
    event = "s3:ObjectCreated:*"
    given = {
        "EventBridgeConfiguration": {"EventBridgeEnabled": "true"},
        "QueueConfigurations": [
            {"Event": event, "Queue": "q", "Filter": {"S3Key": {"Rules": rules}}}
        ],
        "TopicConfigurations": [{"Event": event, "Topic": "t"}],
        "LambdaConfigurations": [{"Event": event, "Function": "f"}],
    }
    assert notifications(given) == {
        "EventBridgeConfiguration": {},
        "QueueConfigurations": [
            {"QueueArn": "q", "Events": [event], "Filter": {"Key": {"FilterRules": rules}}}
        ],
        "TopicConfigurations": [{"TopicArn": "t", "Events": [event]}],
        "LambdaFunctionConfigurations": [{"LambdaFunctionArn": "f", "Events": [event]}],
    }
    assert notifications({}) == {}

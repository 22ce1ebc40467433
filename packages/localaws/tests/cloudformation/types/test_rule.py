"""A rule is changed where it is."""

from __future__ import annotations

from typing import Any

from ...cloud import Cloud


def test_a_rule_keeps_its_name_and_loses_old_targets(cloud: Cloud) -> None:
    def rule(expression: str, *targets: str) -> dict[str, Any]:
        arn = "arn:aws:sqs:us-east-1:123456789012:"
        return {
            "Type": "AWS::Events::Rule",
            "Properties": {
                "ScheduleExpression": expression,
                "State": "DISABLED",
                "Targets": [{"Id": name, "Arn": f"{arn}{name}"} for name in targets],
            },
        }

    outputs = {"Name": {"Value": {"Ref": "R"}}}
    before = cloud.deploy("rule", {"R": rule("rate(1 day)", "a", "b")}, Outputs=outputs)
    after = cloud.deploy("rule", {"R": rule("rate(2 days)", "b")}, Outputs=outputs)
    name, client = after["Outputs"][0]["OutputValue"], cloud.aws.client("events")
    assert before["Outputs"] == after["Outputs"]
    assert client.describe_rule(Name=name)["ScheduleExpression"] == "rate(2 days)"
    assert [t["Id"] for t in client.list_targets_by_rule(Rule=name)["Targets"]] == ["b"]

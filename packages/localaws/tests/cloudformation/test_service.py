"""CloudFormation does what is offered, for each account and region on its own."""

from __future__ import annotations

from localaws.clock import Clock
from localaws.cloudformation.service import OPERATIONS, CloudFormation
from localaws.offer.catalogue import offered

TEMPLATE = '{"Resources": {"A": {"Type": "AWS::CDK::Metadata"}}}'


def test_the_operations_are_those_that_are_offered() -> None:
    assert set(OPERATIONS) == set(offered().services["cloudformation"].does)


def test_a_stack_is_its_accounts_and_its_regions_own() -> None:
    service = CloudFormation(Clock())
    request = {"StackName": "s", "TemplateBody": TEMPLATE}
    owners = [("1" * 12, "us-east-1"), ("1" * 12, "eu-west-1"), ("2" * 12, "us-east-1")]
    ids = [service.call(*owner, "CreateStack", request)["StackId"] for owner in owners]
    for (account, region), stack_id in zip(owners, ids, strict=True):
        found = service.call(account, region, "DescribeStacks", {})["Stacks"]
        assert [each["StackId"] for each in found] == [stack_id]
        assert f":{region}:{account}:" in stack_id

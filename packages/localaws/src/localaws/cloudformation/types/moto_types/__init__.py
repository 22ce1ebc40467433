"""Types that moto makes and deletes, and that are changed in place as on AWS.

moto's own updates expect to be told what has changed, and mostly make a new resource. Which property
needs one on AWS is said under "Update requires" of the type's page in CloudFormation's reference, and
what Ref and Fn::GetAtt give under "Return values"
(https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/).
"""

from __future__ import annotations

from localaws.cloudformation.types.moto_types import (
    identities,
    monitoring,
)
from localaws.cloudformation.types.moto_types.moto_type import MotoType

MOTO_TYPES: dict[str, MotoType] = {
    "AWS::CloudWatch::Dashboard": monitoring.DASHBOARD,
    "AWS::IAM::AccessKey": identities.ACCESS_KEY,
    "AWS::IAM::InstanceProfile": identities.INSTANCE_PROFILE,
    "AWS::IAM::ManagedPolicy": identities.MANAGED_POLICY,
    "AWS::IAM::User": identities.USER,
    "AWS::Logs::ResourcePolicy": monitoring.RESOURCE_POLICY,
}

__all__ = ["MOTO_TYPES", "MotoType"]

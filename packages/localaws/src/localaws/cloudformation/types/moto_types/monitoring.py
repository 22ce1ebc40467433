"""AWS::CloudWatch::Dashboard and AWS::Logs::ResourcePolicy. moto makes new ones; of a dashboard, under a name
that nobody gave.
"""

from __future__ import annotations

from localaws.cloudformation.types import values
from localaws.cloudformation.types.handler import Made, Site
from localaws.cloudformation.types.moto_types.moto_type import MotoType, Properties


def _update_dashboard(site: Site, made: Made, old: Properties, new: Properties) -> None:
    site.client("cloudwatch").put_dashboard(
        DashboardName=made.physical_id, DashboardBody=new["DashboardBody"]
    )


def _update_resource_policy(site: Site, made: Made, old: Properties, new: Properties) -> None:
    site.client("logs").put_resource_policy(
        policyName=made.physical_id, policyDocument=values.document(new["PolicyDocument"])
    )


DASHBOARD = MotoType(
    fixed=frozenset({"DashboardName"}),
    changing=frozenset({"DashboardBody"}),
    update=_update_dashboard,
    named_by="DashboardName",
)
RESOURCE_POLICY = MotoType(
    fixed=frozenset({"PolicyName"}),
    changing=frozenset({"PolicyDocument"}),
    update=_update_resource_policy,
)

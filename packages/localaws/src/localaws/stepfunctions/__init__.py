"""Step Functions: the optimised integration of SageMaker for moto's interpreter."""

from localaws.stepfunctions.executions import abandon_executions
from localaws.stepfunctions.integration import integrate

__all__ = ["abandon_executions", "integrate"]

"""What IAM says that a principal may do, asked by SimulatePrincipalPolicy and SimulateCustomPolicy.

Nothing in this AWS enforces policies. Who asks for a simulation is told what the policies that are kept
say all the same, as version 3 of the SageMaker Python SDK does before it uses a role.
"""

from localaws.identity.simulation import answer_simulations

__all__ = ["answer_simulations"]

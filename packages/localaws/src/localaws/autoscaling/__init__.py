"""Application Auto Scaling of endpoints: scalable targets and scaling policies, which are kept and read.

On AWS they are records too, until an alarm of a policy rings. Here none does: no alarm is made of a policy,
nothing is scaled, and ``offer`` says so.
"""

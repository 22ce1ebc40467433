"""Defect: moto's CloudFormation. Change sets lose Outputs and a second one fails; a resource that
fails causes no rollback, gives no reason, and answers 500, which the CDK CLI reads as success; types
and properties are skipped without a word; updates of most types do nothing.

So the engine is replaced, and moto keeps the API around it: stacks, change sets, events. ``api`` is
the seam. A template is read in ``template``, its functions evaluated in ``functions``, its resources
ordered in ``order`` and made, changed and deleted in ``deployment``; what a type is, is in ``handlers``
for the types that matter here, and moto's own models (``moto_model``) do the others.
"""

from localaws.cloudformation.api import apply

__all__ = ["apply"]

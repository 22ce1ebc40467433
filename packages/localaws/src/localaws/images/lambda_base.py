"""AWS's base images for Python functions (``public.ecr.aws/lambda/python``): what an image begins with. Pure.

Their entrypoint is a script that starts the runtime with the image's CMD as the handler. What stands
in for it is put into the image by those who run functions; here is only what the images say of themselves.
"""

from __future__ import annotations

import re

from localaws.runtime.process_image import BASE_PATH

ENTRYPOINT = "/lambda-entrypoint.sh"
TASK, RUNTIME = "/var/task", "/var/runtime"
ENVIRONMENT = {
    "PATH": f"/var/lang/bin:{BASE_PATH}:/opt/bin",
    "LANG": "en_US.UTF-8",
    "TZ": ":/etc/localtime",
    "LAMBDA_TASK_ROOT": TASK,
    "LAMBDA_RUNTIME_DIR": RUNTIME,
}
_NAME = re.compile(
    r"(public\.ecr\.aws/lambda/python|(docker\.io/)?amazon/aws-lambda-python)"
    r"(:(?P<tag>[\w.-]+))?(@sha256:[0-9a-f]{64})?"
)


def tag_of(image: str) -> str | None:
    """The tag of such an image, "" where it has none; None: it is another."""
    found = _NAME.fullmatch(image)
    return (found["tag"] or "") if found else None

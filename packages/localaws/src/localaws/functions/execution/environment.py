"""The environment variables of a function's process. Pure.

The guide's "Defined runtime environment variables"; what the function asks for cannot replace them
(``rules`` refuses those), and the embedded AWS's address is the function's only where it sets none.
"""

from __future__ import annotations

from collections.abc import Mapping

from localaws.functions.function import Configuration
from localaws.functions.packages.layout import RUNTIME, TASK


def variables(
    name: str,
    version: str,
    configuration: Configuration,
    platform: Mapping[str, str],
    api: str,
    log_group: str,
    log_stream: str,
) -> dict[str, str]:
    """The whole of what the process gets.

    Args:
        platform: what every container of the server gets: region, credentials, endpoint.
        api: host and port of the Runtime API.
    """
    execution = (
        {"AWS_EXECUTION_ENV": f"AWS_Lambda_{configuration.runtime}"}
        if configuration.runtime and not configuration.runtime.startswith("provided")
        else {}
    )
    shown = {
        name: _by_number(value) if name == "AWS_ENDPOINT_URL_S3" else value
        for name, value in platform.items()
        if name != "AWS_EXECUTION_ENV"
    }
    own = {
        "_HANDLER": configuration.handler,
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": str(configuration.memory),
        "AWS_LAMBDA_FUNCTION_NAME": name,
        "AWS_LAMBDA_FUNCTION_VERSION": version,
        "AWS_LAMBDA_INITIALIZATION_TYPE": "on-demand",
        "AWS_LAMBDA_LOG_GROUP_NAME": log_group,
        "AWS_LAMBDA_LOG_STREAM_NAME": log_stream,
        "AWS_LAMBDA_LOG_FORMAT": configuration.log_format,
        "AWS_LAMBDA_RUNTIME_API": api,
        "AWS_SESSION_TOKEN": "test",
        "AWS_XRAY_CONTEXT_MISSING": "LOG_ERROR",
        "LAMBDA_TASK_ROOT": TASK,
        "LAMBDA_RUNTIME_DIR": RUNTIME,
        "LANG": "en_US.UTF-8",
        "TZ": ":UTC",
    }
    if configuration.log_format == "JSON":
        own["AWS_LAMBDA_LOG_LEVEL"] = configuration.log_levels[0]
    if configuration.code.package_type == "Image":
        own = {name: value for name, value in own.items() if name != "LANG"}
        if not configuration.handler:
            del own["_HANDLER"]
    return {**shown, **configuration.environment, **own, **execution}


def _by_number(endpoint: str) -> str:
    """An endpoint of S3 with which every SDK puts the bucket into the path: BUCKET.localhost has no address."""
    return endpoint.replace("//localhost:", "//127.0.0.1:", 1)

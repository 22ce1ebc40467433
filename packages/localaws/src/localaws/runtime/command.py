"""What a container executes and with which environment. Decides; starts nothing."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit

from localaws import bypass
from localaws.runtime.process_image import BASE_PATH, ImageConfig, ProcessImage
from localaws.runtime.protocol import ContainerSpec, RuntimeRefused

# What a program needs of the machine's own environment to reach the outside: who it trusts and
# the way out. Everything else of the server's environment stays with the server.
PASSED_ON = (
    *("SSL_CERT_FILE", "SSL_CERT_DIR", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"),
    *("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"),
)
CERTIFICATES = PASSED_ON[:4]


def argv(config: ImageConfig, spec: ContainerSpec) -> list[str]:
    """The command by Docker's rules: arguments replace CMD, an entrypoint replaces both.

    Raises:
        RuntimeRefused: neither the image nor the request names a command, or only a container
            engine has the image.
    """
    if config.engine_only:
        raise RuntimeRefused(
            f"the image {spec.image} was built for a container engine: build it again (deploy) "
            "under this runtime, or start the embedded AWS with --runtime container"
        )
    if spec.entrypoint is not None:
        command = [*spec.entrypoint, *(spec.arguments or ())]
    else:
        arguments = config.command if spec.arguments is None else spec.arguments
        command = [*config.entrypoint, *arguments]
    if not command:
        raise RuntimeRefused(
            f"no command specified: the image {spec.image} has neither ENTRYPOINT nor CMD, "
            "and the request names none"
        )
    return command


def environment(
    image: ProcessImage, spec: ContainerSpec, machine: Mapping[str, str], hostname: str
) -> dict[str, str]:
    """The program's whole environment: the image's and the request's, on Docker's defaults."""
    defaults = {"PATH": BASE_PATH, "HOME": "/root", "HOSTNAME": hostname, "LANG": "C.UTF-8"}
    merged = {**defaults, **passed_on(machine), **image.config.environment, **spec.environment}
    merged["PATH"] = with_packages(merged["PATH"], image)
    return merged


def passed_on(machine: Mapping[str, str]) -> dict[str, str]:
    """The machine's certificates and proxies. The embedded AWS is not behind the proxy."""
    passed = {name: machine[name] for name in PASSED_ON if machine.get(name)}
    return passed | (bypass.no_proxy(machine) if passed.keys() - set(CERTIFICATES) else {})


def with_packages(search_path: str, image: ProcessImage) -> str:
    """PATH with the virtual environment where a container has its Python: at /usr/local/bin.

    What the image puts in front of that (``ENV PATH=/opt/program:$PATH``) stays in front.
    """
    if image.packages is None:
        return search_path
    folders = search_path.split(":")
    at = folders.index("/usr/local/bin") if "/usr/local/bin" in folders else 0
    return ":".join([*folders[:at], str(image.packages / "bin"), *folders[at:]])


def hostname(spec: ContainerSpec) -> str:
    """The container's host name: the last part of its name, such as ``algo-1``."""
    return spec.name.rpartition("/")[2][:63] or "algo-1"


def local_ports(environment: Mapping[str, str]) -> list[int]:
    """The ports of this machine that the environment points at, as ``AWS_ENDPOINT_URL`` does."""
    ports = set()
    for name, value in environment.items():
        if name.startswith("AWS_ENDPOINT_URL"):
            address = urlsplit(value)
            if address.hostname in ("localhost", "127.0.0.1") and address.port:
                ports.add(address.port)
    return sorted(ports)

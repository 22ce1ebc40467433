"""What only containers in namespaces have: real paths, a network and processes of their own."""

from __future__ import annotations

import http.server
import shutil
import subprocess
import sys
import textwrap
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from localaws.images.store import ImageStore
from localaws.runtime import choose
from localaws.runtime.protocol import Runtime

from ..runtimes import unavailable
from .conftest import SERVE, Started

Put = Callable[..., str]
Start = Callable[..., Started]
SOURCES = Path(__file__).parents[2] / "src"


@pytest.fixture
def runtime(home: Path, images: ImageStore, namespaces: str) -> Runtime:
    if namespaces:
        unavailable("namespace", namespaces)
    return choose(home, images, "namespace")


@pytest.fixture
def embedded_aws(monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """Something that listens on this machine only; its port, which the server's environment names."""

    class Answer(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(f"seen {self.path}".encode())

        def log_message(self, format: str, *args: object) -> None:
            return

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://localhost:{server.server_port}")
    yield server.server_port
    server.shutdown()
    server.server_close()


def shell(start: Start, image: str, *commands: str, **spec: object) -> list[str]:
    container = start(image, entrypoint=("sh", "-c", "\n".join(commands)), **spec)
    assert container.end() == 0, container.lines
    return container.lines


def test_opt_ml_is_the_jobs_folder_although_the_machine_has_none(
    put: Put, start: Start, tmp_path: Path
) -> None:
    (tmp_path / "ml").mkdir()
    shell(start, put({}), "echo written > /opt/ml/file", ml=tmp_path / "ml")
    assert (tmp_path / "ml" / "file").read_text() == "written\n"


def test_the_images_tree_lies_over_the_machines_folders(put: Put, start: Start) -> None:
    image = put(
        {
            "/a-folder-at-the-top/file": "top\n",
            "/usr/local/bin/a-tool-of-the-image": "#!/bin/sh\necho tool\n",
            "/etc/hostname": "replaced\n",
            "/tmp/file": "tmp\n",
            "/bin/through-a-link": "#!/bin/sh\necho link\n",
        },
        environment={"PATH": "/usr/local/bin:/usr/bin:/bin"},
    )
    lines = shell(
        start,
        image,
        "cat /a-folder-at-the-top/file /etc/hostname /tmp/file",
        "a-tool-of-the-image",
        "through-a-link",
        "touch /a-folder-at-the-top/new /usr/local/bin/new /new /tmp/new",
    )
    assert lines == ["top", "replaced", "tmp", "tool", "link"]
    assert not Path("/usr/local/bin/new").exists()
    assert not Path("/new").exists()
    assert not Path("/tmp/new").exists()


def test_a_large_file_of_the_image_can_be_changed_and_stays_as_it_is(
    put: Put, start: Start, images: ImageStore
) -> None:
    image = put({"/opt/model/weights": "x" * (9 * 1024 * 1024)})
    lines = shell(
        start,
        image,
        "wc -c < /opt/model/weights",
        "echo y > /opt/model/weights; cat /opt/model/weights",
    )
    assert lines == ["9437184", "y"]
    assert images.resolve(image).inside("/opt/model/weights").read_bytes()[:2] == b"xx"


def test_it_has_its_own_temporary_and_home_folder(put: Put, start: Start) -> None:
    assert shell(start, put({}), "ls -A /tmp", "cd ~ && pwd && touch x") == ["/root"]


def test_it_has_its_own_host_name_and_can_resolve_it(put: Put, start: Start) -> None:
    lines = shell(start, put({}), "hostname", "getent hosts algo-7", name="job/algo-7")
    assert lines[0] == "algo-7"
    assert lines[1].split() == ["127.0.0.1", "algo-7"]


def test_it_sees_its_own_processes_only(put: Put, start: Start) -> None:
    lines = shell(start, put({}), "ls -d /proc/[0-9]* | wc -l")
    assert int(lines[0]) <= 4


def test_shared_memory_works_and_is_its_own(put: Put, start: Start) -> None:
    assert shell(start, put({}), "ls -A /dev/shm", "echo x > /dev/shm/x && cat /dev/shm/x") == ["x"]
    assert not Path("/dev/shm/x").exists()


def test_a_job_reaches_the_embedded_aws_at_its_address(
    put: Put, start: Start, embedded_aws: int
) -> None:
    code = "import os, urllib.request as r; print(r.urlopen(os.environ['AWS_ENDPOINT_URL']+'/job').read().decode())"
    container = start(
        put({}),
        entrypoint=("python3", "-c", code),
        environment={"AWS_ENDPOINT_URL": f"http://localhost:{embedded_aws}"},
    )
    assert container.end() == 0
    assert container.lines == ["seen /job"]


def test_a_serving_container_reaches_the_embedded_aws_from_its_own_network(
    put: Put, start: Start, embedded_aws: int
) -> None:
    container = start(
        put({"/opt/program/serve": SERVE}),
        entrypoint=("/opt/program/serve",),
        environment={"WHO": "x", "AWS_ENDPOINT_URL": f"http://localhost:{embedded_aws}"},
        serves=True,
    )
    container.until_serving()
    for _ in range(3):
        assert container.handle.request("GET", "/aws", {}, b"", 10).body == b"seen /hello"


def test_an_ordinary_user_has_the_same_containers(tmp_path: Path, namespaces: str) -> None:
    """As ``nobody``, where the tests run as root; with the system's Python, which nobody can read."""
    import os

    python = "/usr/bin/python3"
    if namespaces:
        unavailable("namespace", namespaces)
    if os.getuid() != 0 or not shutil.which("setpriv") or not Path(python).exists():
        pytest.skip("needs root, setpriv and the system's own Python")
    program = f"""
        import sys, tempfile
        from pathlib import Path
        sys.path.insert(0, {str(SOURCES)!r})
        sys.dont_write_bytecode = True
        from localaws.runtime.process_image import ImageConfig
        from localaws.images.store import ImageStore
        from localaws.runtime import choose
        from localaws.runtime.protocol import ContainerSpec, NotServing
        folder = Path(tempfile.mkdtemp())
        serve = folder / "tree" / "opt" / "program" / "serve"
        serve.parent.mkdir(parents=True)
        serve.write_text({SERVE!r})
        serve.chmod(0o755)
        (folder / "ml").mkdir()
        images = ImageStore(folder / "home")
        images.put(ImageConfig(entrypoint=("sh", "-c", "id -u; echo x > /opt/ml/x")), folder / "tree", tags=["x"])
        runtime = choose(folder / "home", images, "namespace")
        handle = runtime.start(ContainerSpec("job/algo-1", "x", folder / "ml"), print)
        print(handle.wait(30), (folder / "ml" / "x").read_text().strip())
        handle = runtime.start(ContainerSpec("e/1", "x", folder / "ml", entrypoint=("/opt/program/serve",),
                                             environment={{"WHO": "me"}}, serves=True), print)
        while True:
            try:
                print(handle.request("GET", "/", {{}}, b"", 5).body.decode())
                break
            except NotServing:
                assert handle.wait(0.05) is None
        handle.signal(15)
        print(handle.wait(30))
    """
    answer = subprocess.run(
        [
            "setpriv",
            "--reuid=65534",
            "--regid=65534",
            "--clear-groups",
            python,
            "-c",
            textwrap.dedent(program),
        ],
        capture_output=True,
        text=True,
        timeout=90,
        check=False,
        cwd="/",
    )
    if "ModuleNotFoundError: No module named 'localaws'" in answer.stderr:
        pytest.skip("an ordinary user cannot read this checkout")
    assert answer.stdout.split() == ["0", "0", "x", "me", "0"], answer.stderr


def test_the_program_of_a_container_is_no_child_of_init_but_of_its_own(
    put: Put, start: Start
) -> None:
    body = "import os; os.fork() or os._exit(0); print('orphan')"
    container = start(put({}), entrypoint=("python3", "-c", "import os; print(os.getppid())"))
    assert container.end() == 0
    assert container.lines == ["1"]
    container = start(put({}), entrypoint=("python3", "-c", body))
    assert container.end() == 0


def test_python_and_its_tools_are_where_pythons_images_have_them(
    put: Put, start: Start, images: ImageStore, home: Path
) -> None:
    packages = home / "environments" / "x"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", packages], check=True)
    tool = packages / "bin" / "a-tool"
    tool.write_text("#!/usr/local/bin/python\nimport sys; print(sys.prefix)\n")
    tool.chmod(0o755)
    if (packages / "bin" / "python").resolve().parent == Path("/usr/local/bin"):
        pytest.skip("this machine's own Python lies there")
    image = images.resolve(put({}))
    images.put(image.config, image.tree, tags=["with-packages"], packages=packages)
    container = start("with-packages", entrypoint=("/usr/local/bin/a-tool",))
    assert (container.end(), container.lines) == (0, [str(packages)])
    container = start("with-packages", entrypoint=("touch", f"{packages}/x"))
    assert container.end() == 0
    assert not (packages / "x").exists()

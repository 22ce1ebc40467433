"""Runs one container of the namespace runtime in a process of its own, as whichever user.

Arguments: the checkout, and a folder with ``container.json``: the image's ``command`` and whether it is
``isolated``. Prints what the container says.
"""

import json
import sys
from pathlib import Path

sys.path.insert(0, sys.argv[1])
sys.dont_write_bytecode = True

from localaws.images.store import ImageStore  # noqa: E402
from localaws.runtime import choose  # noqa: E402
from localaws.runtime.process_image import ImageConfig  # noqa: E402
from localaws.runtime.protocol import ContainerSpec  # noqa: E402

folder = Path(sys.argv[2])
asked = json.loads((folder / "container.json").read_text())
home = folder / "server"
images = ImageStore(home)
packages = Path(asked["packages"]) if asked["packages"] else None
images.put(
    ImageConfig(command=tuple(asked["command"])), folder / "tree", tags=["x"], packages=packages
)
spec = ContainerSpec("job/algo-1", "x", folder / "ml", isolated=asked["isolated"])
handle = choose(home, images, "namespace").start(spec, lambda line: print(line, flush=True))
code = handle.wait(100)
if list((home / "containers").iterdir()):
    import time

    time.sleep(1)  # an ended container's folder is removed behind its end
left = [path.name for path in (home / "containers").iterdir()]
sys.exit(code or (f"left: {left}" if left else 0))

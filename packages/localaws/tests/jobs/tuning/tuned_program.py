"""What the training jobs of the tuning tests run: it says what its hyperparameters tell it to.

``score`` is the objective, ``x`` unless it is given; ``steps`` the number of values, which come nearer to it;
``behave`` is ``fail``, ``silent`` or ``wait`` (for SIGTERM, once the values are told).
"""

import json
import os
import signal
import sys
import time
from pathlib import Path

base = Path(os.environ.get("SAGEMAKER_BASE_DIR", "/opt/ml"))
told = json.loads((base / "input/config/hyperparameters.json").read_text())
behave = told.get("behave", "")
if behave == "fail":
    (base / "output/failure").write_text("it was told to fail")
    sys.exit(1)
score, steps = float(told.get("score", told.get("x", 0))), int(told.get("steps", 1))
for step in range(1, steps + 1):
    if behave != "silent":
        print(f"score={score * step / steps}", flush=True)
    time.sleep(float(told.get("pause", 0)))
if behave == "wait":
    signal.sigwait([signal.SIGTERM])
(base / "model/told.json").write_text(json.dumps(told))

"""``python -m localaws.moto_mends``: what of moto is mended here, why, and what it waits for upstream."""

from __future__ import annotations

from localaws import lazy_moto, moto_mends
from localaws.clock import Clock
from localaws.moto_mends.defects import defects


def main() -> int:
    """Mend a moto in this process, and say what was done to it."""
    lazy_moto.apply()
    moto_mends.apply(Clock())
    moto_mends.mended("dynamodb", lambda _: None)
    for defect in defects():
        print(defect, end="\n\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

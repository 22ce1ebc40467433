"""A moto that has changed is found out at start, by name."""

from __future__ import annotations

import importlib.util
import subprocess
import sys

import pytest

from localaws.moto_mends import guard


class Piece:
    def method(self) -> int:
        return 1


def test_the_piece_is_given_when_it_is_as_expected() -> None:
    assert guard.take(Piece, "method", guard.digest(Piece.method)) is Piece.__dict__["method"]


def test_a_changed_piece_is_named_with_the_mend(request: pytest.FixtureRequest) -> None:
    with pytest.raises(guard.MotoHasChanged, match=r"Piece\.method has changed .*test_guard"):
        guard.take(Piece, "method", "another hash")


def test_a_piece_that_is_gone_is_named() -> None:
    with pytest.raises(guard.MotoHasChanged, match=r"Piece\.other is gone"):
        guard.take(Piece, "other", "any")


def test_loading_leaves_the_heavy_services_out_until_they_are_used() -> None:
    program = (
        "from localaws import lazy_moto, moto_mends; import sys\n"
        "from localaws.clock import Clock\n"
        "lazy_moto.apply(); moto_mends.apply(Clock())\n"
        "assert 'moto.ec2' not in sys.modules, 'ec2 was loaded'\n"
        "from localaws.moto_mends.defects import defects; print(*defects())\n"
        "import moto.ec2.models; assert moto.ec2.models.ec2_backends['1']['us-east-1']\n"
    )
    assert importlib.util.find_spec("moto") is not None
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    for mended in ("moto.s3.models.FakeBucket.get_permission", "moto.kms.models.KmsBackend"):
        assert f"in place of  {mended}\n" in done.stdout

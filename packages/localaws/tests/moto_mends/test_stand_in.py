"""A backend of ours takes the place of moto's only while moto's is the one that it was written for."""

from __future__ import annotations

import pytest
from moto.core.base_backend import BackendDict, BaseBackend
from moto.kms.models import KmsBackend, kms_backends

from localaws.moto_mends import backends
from localaws.moto_mends.backends.kms import Keys
from localaws.moto_mends.guard import MotoHasChanged
from localaws.moto_mends.stand_in import stand_in


class Theirs(BaseBackend):  # type: ignore[misc]
    def look(self, name: str) -> str:
        return name


class Ours(Theirs):
    def look(self, name: str) -> str:
        return f"ours: {self._same(name)}"

    def _same(self, name: str) -> str:
        return name


class OtherParameters(Theirs):
    def look(self, name: str, more: str = "") -> str:
        return name + more


class AnyParameters(Theirs):
    def look(self, **members: str) -> str:
        return super().look(**members)


class OneMore(Theirs):
    def find(self, name: str) -> str:
        return name


class Stranger(BaseBackend):  # type: ignore[misc]
    pass


def registry() -> BackendDict[Theirs]:
    return BackendDict(Theirs, "kms")


def test_the_registry_makes_ours_afterwards() -> None:
    backends = registry()
    stand_in(backends, Ours)
    stand_in(backends, Ours)  # a second server in this process
    assert backends["123456789012"]["us-east-1"].look("x") == "ours: x"


def test_ours_may_take_the_parameters_as_a_whole() -> None:
    backends = registry()
    stand_in(backends, AnyParameters)
    assert backends["123456789012"]["us-east-1"].look(name="x") == "x"


@pytest.mark.parametrize("ours", [OtherParameters, OneMore, Stranger])
def test_what_does_not_fit_moto_is_named(ours: type) -> None:
    backends = registry()
    with pytest.raises(MotoHasChanged, match=r"Theirs.* .*test_stand_in|test_stand_in"):
        stand_in(backends, ours)
    assert backends.backend is Theirs


def test_the_urls_of_the_service_stay_motos() -> None:
    backends.register()
    assert isinstance(kms_backends["999999999999"]["us-east-1"], Keys)
    paths = KmsBackend("us-east-1", "123456789012").flask_paths
    assert Keys("us-east-1", "123456789012").flask_paths == paths != {}

"""What the environment of an endpoint says of serving, and where its code is."""

from __future__ import annotations

from pathlib import Path

import pytest
from script_mode.errors import ClientError
from script_mode.folders import Folders
from script_mode.serving.main import code_of
from script_mode.serving.settings import Settings, SettingsError


def test_without_variables_it_is_as_in_awss_image() -> None:
    assert Settings.of({}, cores=4) == Settings("inference", "", 8080, 4, "application/json")


def test_variables_say_otherwise() -> None:
    told = {
        "SAGEMAKER_PROGRAM": "serve_it.py",
        "SAGEMAKER_BIND_TO_PORT": "9000",
        "SAGEMAKER_MODEL_SERVER_WORKERS": "2",
        "SAGEMAKER_DEFAULT_INVOCATIONS_ACCEPT": "text/csv",
    }
    assert Settings.of(told) == Settings("serve_it", "", 9000, 2, "text/csv")


def test_a_number_that_is_none_is_named() -> None:
    with pytest.raises(SettingsError, match=r"SAGEMAKER_MODEL_SERVER_WORKERS .* not 'many'"):
        Settings.of({"SAGEMAKER_MODEL_SERVER_WORKERS": "many"})


def test_code_is_found_in_the_models_archive(tmp_path: Path) -> None:
    code = tmp_path / "model/code"
    code.mkdir(parents=True)
    (code / "inference.py").touch()
    for source in ("", "/opt/ml/model/code", "file:///opt/ml/model/code"):
        assert code_of(Settings(source=source), Folders(tmp_path)) == code


def test_code_is_brought_from_the_submit_directory(tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.mkdir()
    (source / "inference.py").touch()
    assert code_of(Settings(source=str(source)), Folders(tmp_path)) == tmp_path / "code"


def test_a_module_that_is_nowhere_is_named(tmp_path: Path) -> None:
    with pytest.raises(ClientError, match=r"no inference\.py to serve with"):
        code_of(Settings(), Folders(tmp_path))

"""Defect: moto asks a dictionary for a resource that may not be there, and the client gets a 500.

Each is asked first here, and answered as its service answers for what does not exist.
"""

from __future__ import annotations

from typing import Any

from moto.ecr.exceptions import RepositoryNotFoundException
from moto.ecr.models import ECRBackend
from moto.kms.exceptions import NotFoundException
from moto.kms.models import KmsBackend
from moto.secretsmanager.exceptions import SecretNotFoundException
from moto.secretsmanager.models import SecretsManagerBackend
from moto.ssm.models import SimpleSystemManagerBackend
from moto.stepfunctions.exceptions import ResourceNotFound
from moto.stepfunctions.parser.models import StepFunctionsParserBackend

from localaws.compat import guard


def apply() -> None:
    _mend_keys()
    _mend_secrets()
    _mend_images()
    _mend_parameters()
    _mend_map_runs()


def _mend_keys() -> None:
    original = guard.take(KmsBackend, "describe_key", "843bd1df900b")

    def describe_key(self: Any, key_id: str) -> Any:
        if self.any_id_to_key_id(key_id) not in self.keys:
            arn = f"arn:aws:kms:{self.region_name}:{self.account_id}:key/{self.get_key_id(key_id)}"
            raise NotFoundException(f"Key '{arn}' does not exist")
        return original(self, key_id)

    KmsBackend.describe_key = describe_key


def _mend_secrets() -> None:
    original = guard.take(SecretsManagerBackend, "list_secret_version_ids", "07d503bceeb1")

    def list_secret_version_ids(self: Any, secret_id: str) -> Any:
        if secret_id not in self.secrets:
            raise SecretNotFoundException()
        return original(self, secret_id)

    SecretsManagerBackend.list_secret_version_ids = list_secret_version_ids


def _mend_images() -> None:
    original = guard.take(ECRBackend, "put_image", "8428e133fcb2")

    def put_image(self: Any, repository_name: str, *args: Any, **kwargs: Any) -> Any:
        if repository_name not in self.repositories:
            raise RepositoryNotFoundException(repository_name, self.account_id)
        return original(self, repository_name, *args, **kwargs)

    ECRBackend.put_image = put_image


def _mend_parameters() -> None:
    """A parameter whose versions were all deleted is still in moto's dictionary, without any."""
    original = guard.take(SimpleSystemManagerBackend, "get_parameter", "2ee070b8d029")

    def get_parameter(self: Any, name: str) -> Any:
        prefix = self._strip_parameter_arn(name).split(":")[0]
        if prefix in self._parameters and not self._parameters[prefix]:
            del self._parameters[prefix]
        return original(self, name)

    SimpleSystemManagerBackend.get_parameter = get_parameter


def _mend_map_runs() -> None:
    """moto says that there is no such map run with an error that wants to know more."""
    original = guard.take(StepFunctionsParserBackend, "describe_map_run", "703b1ca138df")

    def describe_map_run(self: Any, map_run_arn: str) -> Any:
        pools = (e.exec_worker.env.map_run_record_pool_manager for e in self._get_executions())
        if all(pool.get(map_run_arn) is None for pool in pools):
            raise ResourceNotFound(map_run_arn)
        return original(self, map_run_arn)

    StepFunctionsParserBackend.describe_map_run = describe_map_run

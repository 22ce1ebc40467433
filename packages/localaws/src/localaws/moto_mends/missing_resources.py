"""Defect: moto asks a dictionary for a resource that may not be there, and the client gets a 500.

Each is asked first here, and answered as its service answers for what does not exist.
"""

from __future__ import annotations

from typing import Any

from moto.ecr.exceptions import RepositoryNotFoundException
from moto.ecr.models import ECRBackend
from moto.iam.exceptions import NotFoundException as NoSuchEntity
from moto.iam.models import IAMBackend
from moto.kms.exceptions import NotFoundException
from moto.kms.models import KmsBackend
from moto.s3.exceptions import MissingKey
from moto.s3.models import S3Backend
from moto.secretsmanager.exceptions import SecretNotFoundException
from moto.secretsmanager.models import SecretsManagerBackend
from moto.ssm.models import SimpleSystemManagerBackend

from localaws.moto_mends import guard


def apply() -> None:
    _mend_keys()
    _mend_secrets()
    _mend_images()
    _mend_parameters()
    _mend_instance_profiles()
    _mend_object_tags()


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

    listed = SimpleSystemManagerBackend.describe_parameters

    def describe_parameters(self: Any, *args: Any, **kwargs: Any) -> Any:
        # Whoever asks moto's dictionary for a parameter that is not there leaves one without versions.
        for name in [name for name, versions in self._parameters.items() if not versions]:
            del self._parameters[name]
        return listed(self, *args, **kwargs)

    SimpleSystemManagerBackend.get_parameter = get_parameter
    SimpleSystemManagerBackend.describe_parameters = describe_parameters


def _mend_instance_profiles() -> None:
    original = guard.take(IAMBackend, "remove_role_from_instance_profile", "a6982eee6722")

    def remove_role_from_instance_profile(self: Any, profile_name: str, role_name: str) -> None:
        profile = self.get_instance_profile(profile_name)
        if self.get_role(role_name) not in profile.roles:
            raise NoSuchEntity(
                f"The role {role_name} is not in the instance profile {profile_name}."
            )
        original(self, profile_name, role_name)

    IAMBackend.remove_role_from_instance_profile = remove_role_from_instance_profile


def _mend_object_tags() -> None:
    original = guard.take(S3Backend, "delete_object_tagging", "8d588d62db7c")

    def delete_object_tagging(
        self: Any, bucket_name: str, key_name: str, version_id: str | None = None
    ) -> None:
        if self.get_object(bucket_name, key_name, version_id=version_id) is None:
            raise MissingKey(key=key_name)
        original(self, bucket_name, key_name, version_id=version_id)

    S3Backend.delete_object_tagging = delete_object_tagging

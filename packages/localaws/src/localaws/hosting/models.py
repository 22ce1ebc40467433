"""CreateModel, DescribeModel, ListModels, DeleteModel: the models and their containers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from localaws.hosting import packaged
from localaws.hosting.records import Kind, Records, Unchanging
from localaws.hosting.unsupported import refuse_in_model
from localaws.sagemaker import images, model_containers, model_data, roles, texts
from localaws.sagemaker.errors import ApiError, validation
from localaws.sagemaker.model_containers import ModelContainer
from localaws.sagemaker.service import SageMaker
from localaws.sagemaker.state_change import StateChange


@dataclass(frozen=True)
class Model(Unchanging):
    """A model: images, each with model data and environment. ``request`` is CreateModel's."""

    arn: str
    request: dict[str, Any]
    created: datetime

    @property
    def name(self) -> str:
        return str(self.request["ModelName"])

    @property
    def containers(self) -> tuple[ModelContainer, ...]:
        """Its containers, in the order in which a request passes through them."""
        return model_containers.containers_of(self.request)

    @property
    def is_direct(self) -> bool:
        """Whether a request names the one container that it is for."""
        return model_containers.is_direct(self.request)

    def summary(self) -> dict[str, Any]:
        return {"ModelName": self.name, "ModelArn": self.arn, "CreationTime": self.created}

    def describe(self) -> dict[str, Any]:
        shown = {key: value for key, value in self.request.items() if key != "Tags"}
        if "PrimaryContainer" in shown:
            shown["PrimaryContainer"] = {"Mode": "SingleModel"} | shown["PrimaryContainer"]
        else:
            shown["Containers"] = [{"Mode": "SingleModel"} | each for each in shown["Containers"]]
            shown = {"InferenceExecutionConfig": {"Mode": "Serial"}} | shown
        return (
            {"EnableNetworkIsolation": False}
            | shown
            | {"ModelArn": self.arn, "CreationTime": self.created}
        )


class Models:
    """The models of one region."""

    def __init__(self, service: SageMaker) -> None:
        self._service = service
        self._records = Records[Model](Kind("model", "model", "Models"), service)
        self.named = self._records.named

    def register(self) -> None:
        self._service.register(
            {
                "CreateModel": self.create,
                "DescribeModel": lambda request: self.named(request["ModelName"]).describe(),
                "ListModels": self._records.list,
                "DeleteModel": self.delete,
            }
        )

    def images(self) -> set[str]:
        """The URIs of the images that the models name."""
        return {each.image for model in self._records.all() for each in model.containers}

    def create(self, request: dict[str, Any]) -> dict[str, Any]:
        """CreateModel. Nothing is started; the model data must be there already, as on AWS."""
        model_containers.check(request)
        request = packaged.unpacked(request, self._service.call)
        model_containers.check(request)  # a package may have several
        refuse_in_model(request)
        arn = self._service.arn("model", request["ModelName"])
        model = Model(arn, request, self._service.context.clock.now())
        if "ExecutionRoleArn" not in request:
            raise validation("ExecutionRoleArn must be provided.")
        for container in model.containers:
            self._check(container, request["ExecutionRoleArn"])
        self._records.add(model, request)
        self._announce(model)
        return {"ModelArn": arn}

    def delete(self, request: dict[str, Any]) -> dict[str, Any]:
        """DeleteModel. An endpoint that uses the model serves on, as on AWS."""
        model = self.named(request["ModelName"])
        self._records.forget(model)
        self._announce(model)
        return {}

    def _check(self, container: ModelContainer, role: str) -> None:
        """See that a container could start by now.

        Raises:
            ApiError: its image or its model data is not there, or the role may not be assumed.
        """
        if "Image" not in container.definition:
            raise validation(f"The {container.name} container of the model must name an Image.")
        environment = container.definition.get("Environment", {})
        texts.check_program("environment", [*environment, *environment.values()])
        data = container.data
        _check_role(role, data)
        images.check_of_model(container.image, self._service.context.account)
        if data is not None:
            model_data.check(data)

    def _announce(self, model: Model) -> None:
        change = StateChange("SageMaker Model State Change", model.arn, model.describe())
        self._service.announce(change)


def _check_role(arn: str, data: model_data.ModelData | None) -> None:
    """See that SageMaker may assume the role; AWS words it by what it needs the role for."""
    try:
        roles.check(arn)
    except ApiError as error:
        if data is None:
            raise
        raise validation(
            f'Could not access model data at {data.uri}. Please ensure that the role "{arn}" '
            "exists and that its trust relationship policy allows the action "
            f'"sts:AssumeRole" for the service principal "{roles.PRINCIPAL}".'
        ) from error

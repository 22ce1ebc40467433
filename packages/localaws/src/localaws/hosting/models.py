"""CreateModel, DescribeModel, ListModels, DeleteModel: the models and their one container."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from localaws.hosting import packaged
from localaws.hosting.records import Kind, Records, Unchanging
from localaws.hosting.unsupported import refuse_in_model
from localaws.sagemaker import images, model_data, roles, texts
from localaws.sagemaker.errors import ApiError, validation
from localaws.sagemaker.service import SageMaker
from localaws.sagemaker.state_change import StateChange


@dataclass(frozen=True)
class Model(Unchanging):
    """A model: an image, its model data and its environment. ``request`` is CreateModel's."""

    arn: str
    request: dict[str, Any]
    created: datetime

    @property
    def name(self) -> str:
        return str(self.request["ModelName"])

    @property
    def container(self) -> dict[str, Any]:
        """The one container, whichever way the request named it."""
        if "PrimaryContainer" in self.request:
            container: dict[str, Any] = self.request["PrimaryContainer"]
        else:
            container = self.request["Containers"][0]
        return container

    def summary(self) -> dict[str, Any]:
        return {"ModelName": self.name, "ModelArn": self.arn, "CreationTime": self.created}

    def describe(self) -> dict[str, Any]:
        shown = {key: value for key, value in self.request.items() if key != "Tags"}
        if "PrimaryContainer" in shown:
            shown["PrimaryContainer"] = {"Mode": "SingleModel"} | shown["PrimaryContainer"]
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
        return {str(model.container["Image"]) for model in self._records.all()}

    def create(self, request: dict[str, Any]) -> dict[str, Any]:
        """CreateModel. Nothing is started; the model data must be there already, as on AWS."""
        if ("PrimaryContainer" in request) == bool(request.get("Containers")):
            raise validation("Give either PrimaryContainer or Containers, and only one of them.")
        request = packaged.unpacked(request, self._service.call)
        refuse_in_model(request)
        arn = self._service.arn("model", request["ModelName"])
        model = Model(arn, request, self._service.context.clock.now())
        if "Image" not in model.container:
            raise validation("The container of the model must name an Image.")
        environment = model.container.get("Environment", {})
        texts.check_program("environment", [*environment, *environment.values()])
        if "ExecutionRoleArn" not in request:
            raise validation("ExecutionRoleArn must be provided.")
        data = model_data.of(model.container)
        _check_role(request["ExecutionRoleArn"], data)
        images.check_of_model(model.container["Image"], self._service.context.account)
        if data is not None:
            model_data.check(data)
        self._records.add(model, request)
        self._announce(model)
        return {"ModelArn": arn}

    def delete(self, request: dict[str, Any]) -> dict[str, Any]:
        """DeleteModel. An endpoint that uses the model serves on, as on AWS."""
        model = self.named(request["ModelName"])
        self._records.forget(model)
        self._announce(model)
        return {}

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

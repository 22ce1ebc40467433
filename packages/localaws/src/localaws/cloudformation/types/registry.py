"""Which handler a resource type has: one of ours, one of moto's models, or none."""

from __future__ import annotations

from localaws import offer
from localaws.cloudformation.types import access_policies
from localaws.cloudformation.types.access_policies import AccessPolicy, InlinePolicy
from localaws.cloudformation.types.activity import Activity
from localaws.cloudformation.types.alarm import CompositeAlarm, MetricAlarm
from localaws.cloudformation.types.bucket import Bucket, BucketPolicy
from localaws.cloudformation.types.connection import ApiDestination, Connection
from localaws.cloudformation.types.custom import CustomResource, Nothing
from localaws.cloudformation.types.endpoint import Endpoint
from localaws.cloudformation.types.endpoint_config import EndpointConfig
from localaws.cloudformation.types.event_bus import EventBus, EventBusPolicy
from localaws.cloudformation.types.event_invoke_config import EventInvokeConfig
from localaws.cloudformation.types.event_source_mapping import EventSourceMapping
from localaws.cloudformation.types.function import Function
from localaws.cloudformation.types.function_alias import FunctionAlias
from localaws.cloudformation.types.function_permission import FunctionPermission
from localaws.cloudformation.types.function_url import FunctionUrl
from localaws.cloudformation.types.function_version import FunctionVersion
from localaws.cloudformation.types.handler import Adopts, Handler
from localaws.cloudformation.types.key import Alias, Key
from localaws.cloudformation.types.layer_version import LayerVersion, LayerVersionPermission
from localaws.cloudformation.types.log_group import LogGroup
from localaws.cloudformation.types.mail import EmailIdentity, Template
from localaws.cloudformation.types.model import Model
from localaws.cloudformation.types.model_package import ModelPackage
from localaws.cloudformation.types.model_package_group import ModelPackageGroup
from localaws.cloudformation.types.moto_model import moto_model
from localaws.cloudformation.types.parameter import Parameter
from localaws.cloudformation.types.queue import Queue
from localaws.cloudformation.types.repository import Repository
from localaws.cloudformation.types.role import Policy, Role
from localaws.cloudformation.types.rule import Rule
from localaws.cloudformation.types.scaling import ScalableTarget, ScalingPolicy
from localaws.cloudformation.types.schedule import Schedule, ScheduleGroup
from localaws.cloudformation.types.secret import Secret, SecretPolicy
from localaws.cloudformation.types.state_machine import StateMachine
from localaws.cloudformation.types.state_machine_alias import StateMachineAlias
from localaws.cloudformation.types.state_machine_version import StateMachineVersion
from localaws.cloudformation.types.subscription import Subscription
from localaws.cloudformation.types.table import Table
from localaws.cloudformation.types.topic import Topic
from localaws.offer.catalogue import offered

_HANDLERS: dict[str, Handler] = {
    "AWS::ApplicationAutoScaling::ScalableTarget": ScalableTarget(),
    "AWS::ApplicationAutoScaling::ScalingPolicy": ScalingPolicy(),
    "AWS::S3::Bucket": Bucket(),
    "AWS::S3::BucketPolicy": BucketPolicy(),
    "AWS::IAM::Role": Role(),
    "AWS::IAM::Policy": Policy(),
    "AWS::CloudWatch::Alarm": MetricAlarm(),
    "AWS::CloudWatch::CompositeAlarm": CompositeAlarm(),
    "AWS::Logs::LogGroup": LogGroup(),
    "AWS::Events::ApiDestination": ApiDestination(),
    "AWS::Events::Connection": Connection(),
    "AWS::Events::EventBus": EventBus(),
    "AWS::Events::EventBusPolicy": EventBusPolicy(),
    "AWS::Events::Rule": Rule(),
    "AWS::Scheduler::Schedule": Schedule(),
    "AWS::Scheduler::ScheduleGroup": ScheduleGroup(),
    "AWS::StepFunctions::Activity": Activity(),
    "AWS::StepFunctions::StateMachine": StateMachine(),
    "AWS::StepFunctions::StateMachineAlias": StateMachineAlias(),
    "AWS::StepFunctions::StateMachineVersion": StateMachineVersion(),
    "AWS::Lambda::Alias": FunctionAlias(),
    "AWS::Lambda::EventInvokeConfig": EventInvokeConfig(),
    "AWS::Lambda::EventSourceMapping": EventSourceMapping(),
    "AWS::Lambda::Function": Function(),
    "AWS::Lambda::LayerVersion": LayerVersion(),
    "AWS::Lambda::LayerVersionPermission": LayerVersionPermission(),
    "AWS::Lambda::Permission": FunctionPermission(),
    "AWS::Lambda::Url": FunctionUrl(),
    "AWS::Lambda::Version": FunctionVersion(),
    "AWS::ECR::Repository": Repository(),
    "AWS::SageMaker::Endpoint": Endpoint(),
    "AWS::SageMaker::EndpointConfig": EndpointConfig(),
    "AWS::SageMaker::Model": Model(),
    "AWS::SageMaker::ModelPackage": ModelPackage(),
    "AWS::SageMaker::ModelPackageGroup": ModelPackageGroup(),
    "AWS::SSM::Parameter": Parameter(),
    "AWS::SES::EmailIdentity": EmailIdentity(),
    "AWS::SES::Template": Template(),
    "AWS::SNS::Topic": Topic(),
    "AWS::SNS::Subscription": Subscription(),
    "AWS::SNS::TopicPolicy": AccessPolicy("Topics", access_policies.of_topic),
    "AWS::SNS::TopicInlinePolicy": InlinePolicy("TopicArn", access_policies.of_topic),
    "AWS::SQS::Queue": Queue(),
    "AWS::SQS::QueuePolicy": AccessPolicy("Queues", access_policies.of_queue),
    "AWS::SQS::QueueInlinePolicy": InlinePolicy("Queue", access_policies.of_queue),
    "AWS::DynamoDB::Table": Table(),
    "AWS::KMS::Key": Key(),
    "AWS::KMS::Alias": Alias(),
    "AWS::SecretsManager::Secret": Secret(),
    "AWS::SecretsManager::ResourcePolicy": SecretPolicy(),
    "AWS::CDK::Metadata": Nothing(),
    "AWS::CloudFormation::WaitConditionHandle": Nothing(),
    "AWS::CloudFormation::CustomResource": CustomResource("AWS::CloudFormation::CustomResource"),
}


def own_types() -> frozenset[str]:
    """The types that have a handler of our own."""
    return frozenset(_HANDLERS)


def beside(kind: str) -> list[str]:
    """The types of the same service that are done here."""
    service = kind[: kind.rfind("::") + 2]
    return sorted(each for each in {*_HANDLERS, *offered().types} if each.startswith(service))


def is_custom(kind: str) -> bool:
    """Whether a function makes such a resource."""
    return kind.startswith("Custom::") or kind == "AWS::CloudFormation::CustomResource"


def handler_for(kind: str) -> Handler | None:
    """The way to make such a resource; None for a type that is not done here.

    moto's models make what the API does as well: a stack must not believe in mere records.
    """
    if kind.startswith("Custom::"):
        return CustomResource(kind)
    if kind in _HANDLERS:
        return _HANDLERS[kind]
    hidden = offer.without(kind)
    return None if hidden is None else moto_model(kind, hidden)


def adopter_for(kind: str) -> Adopts | None:
    """What imports such a resource; None for a type of which none can be imported here."""
    handler = handler_for(kind)
    return handler if isinstance(handler, Adopts) else None

"""The role of a workflow: what Step Functions may do for it. On AWS an administrator makes it once."""

import json

import boto3

NAME = "DataScienceSDKWorkflow"
TRUST = {
    "Effect": "Allow",
    "Principal": {"Service": "states.amazonaws.com"},
    "Action": "sts:AssumeRole",
}
VERBS = ("Create", "Describe", "Stop")
JOBS = ("TrainingJob", "TransformJob", "ProcessingJob", "HyperParameterTuningJob")
SAGEMAKER = [f"sagemaker:{verb}{job}" for verb in VERBS for job in JOBS] + [
    "sagemaker:CreateModel",
    "sagemaker:CreateEndpointConfig",
    "sagemaker:CreateEndpoint",
    "sagemaker:UpdateEndpoint",
    "sagemaker:AddTags",
    "sagemaker:ListTags",
]
EVENTS = [
    "events:PutTargets",
    "events:PutRule",
    "events:DescribeRule",
]  # how a job's end is heard of


def workflow_role(execution_role: str) -> str:
    """The ARN of the role, which is made where there is none.

    Args:
        execution_role: of the jobs and models, which Step Functions hands on to SageMaker.
    """
    iam = boto3.client("iam")
    try:
        return iam.get_role(RoleName=NAME)["Role"]["Arn"]
    except iam.exceptions.NoSuchEntityException:
        made = iam.create_role(RoleName=NAME, AssumeRolePolicyDocument=_document(TRUST))
    allowed = [
        {"Effect": "Allow", "Action": SAGEMAKER + EVENTS, "Resource": "*"},
        {
            "Effect": "Allow",
            "Action": "iam:PassRole",
            "Resource": execution_role,
            "Condition": {"StringEquals": {"iam:PassedToService": "sagemaker.amazonaws.com"}},
        },
    ]
    iam.put_role_policy(RoleName=NAME, PolicyName="steps", PolicyDocument=_document(*allowed))
    return made["Role"]["Arn"]


def _document(*statements: dict) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": statements})

import * as path from "path";
import { CfnOutput, Duration, RemovalPolicy, Stack, StackProps } from "aws-cdk-lib";
import * as cloudwatch from "aws-cdk-lib/aws-cloudwatch";
import * as actions from "aws-cdk-lib/aws-cloudwatch-actions";
import * as ecrAssets from "aws-cdk-lib/aws-ecr-assets";
import * as iam from "aws-cdk-lib/aws-iam";
import * as lambda from "aws-cdk-lib/aws-lambda";
import * as logs from "aws-cdk-lib/aws-logs";
import * as s3 from "aws-cdk-lib/aws-s3";
import * as deployment from "aws-cdk-lib/aws-s3-deployment";
import * as sagemaker from "aws-cdk-lib/aws-sagemaker";
import * as sns from "aws-cdk-lib/aws-sns";
import * as subscriptions from "aws-cdk-lib/aws-sns-subscriptions";
import * as sfn from "aws-cdk-lib/aws-stepfunctions";
import * as tasks from "aws-cdk-lib/aws-stepfunctions-tasks";
import { Construct } from "constructs";

const ROOT = path.join(__dirname, "..");

export class ClassifierStack extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);

    const bucket = new s3.Bucket(this, "Images", {
      removalPolicy: RemovalPolicy.DESTROY,
      autoDeleteObjects: true,
    });
    new deployment.BucketDeployment(this, "Evaluation", {
      sources: [deployment.Source.asset(path.join(ROOT, "model"))],
      destinationBucket: bucket,
      destinationKeyPrefix: "model",
    });
    const topic = new sns.Topic(this, "Messages", { displayName: "Image classifier" });
    topic.addSubscription(new subscriptions.EmailSubscription("team@example.com"));

    const endpoint = this.endpoint();

    const python = (name: string, environment: Record<string, string> = {}) =>
      new lambda.Function(this, name, {
        runtime: lambda.Runtime.PYTHON_3_12,
        handler: "app.handler",
        code: lambda.Code.fromAsset(path.join(ROOT, "functions", name.toLowerCase())),
        timeout: Duration.seconds(30),
        environment,
        logRetention: logs.RetentionDays.ONE_WEEK,
      });
    const serialize = python("Serialize");
    bucket.grantRead(serialize);
    const classify = python("Classify", { ENDPOINT: endpoint.attrEndpointName });
    classify.addToRolePolicy(
      new iam.PolicyStatement({ actions: ["sagemaker:InvokeEndpoint"], resources: [endpoint.ref] }),
    );
    const filter = python("Filter", { THRESHOLD: "0.8" });
    const approve = new lambda.Function(this, "Approve", {
      runtime: lambda.Runtime.NODEJS_22_X,
      handler: "index.handler",
      code: lambda.Code.fromAsset(path.join(ROOT, "functions", "approve")),
      timeout: Duration.seconds(30),
      environment: { TOPIC: topic.topicArn },
    });
    topic.grantPublish(approve);

    const tell = new tasks.SnsPublish(this, "Tell", {
      topic,
      subject: "The image was not classified",
      message: sfn.TaskInput.fromJsonPathAt("States.JsonToString($)"),
    }).next(new sfn.Fail(this, "NotClassified", { error: "NotClassified" }));
    const told: sfn.CatchProps = { resultPath: "$.error" };

    const definition = new tasks.LambdaInvoke(this, "SerializeImage", {
      lambdaFunction: serialize,
      outputPath: "$.Payload",
    })
      .addCatch(tell, told)
      .next(
        new tasks.LambdaInvoke(this, "ClassifyImage", {
          lambdaFunction: classify,
          payloadResponseOnly: true,
        }).addCatch(tell, told),
      )
      .next(
        new tasks.LambdaInvoke(this, "FilterLowConfidence", {
          lambdaFunction: filter,
          payloadResponseOnly: true,
          retryOnServiceExceptions: false,
        }).addCatch(tell, told),
      )
      .next(
        new tasks.CallAwsService(this, "ReadEvaluation", {
          service: "s3",
          action: "getObject",
          parameters: { Bucket: bucket.bucketName, Key: "model/evaluation.json" },
          iamResources: [bucket.arnForObjects("*")],
          resultSelector: { "metrics.$": "States.StringToJson($.Body)" },
          resultPath: "$.evaluation",
        }).addCatch(tell, told),
      )
      .next(
        new sfn.Choice(this, "GoodEnough")
          .when(
            sfn.Condition.numberGreaterThanEquals("$.evaluation.metrics.accuracy", 0.9),
            new tasks.LambdaInvoke(this, "AskForApproval", {
              lambdaFunction: approve,
              integrationPattern: sfn.IntegrationPattern.WAIT_FOR_TASK_TOKEN,
              payload: sfn.TaskInput.fromObject({
                token: sfn.JsonPath.taskToken,
                label: sfn.JsonPath.stringAt("$.label"),
                key: sfn.JsonPath.stringAt("$.key"),
              }),
              taskTimeout: sfn.Timeout.duration(Duration.hours(1)),
              resultPath: "$.approval",
            })
              .addCatch(tell, told)
              .next(new sfn.Succeed(this, "Filed")),
          )
          .otherwise(tell),
      );
    const machine = new sfn.StateMachine(this, "Classification", {
      definitionBody: sfn.DefinitionBody.fromChainable(definition),
      timeout: Duration.hours(2),
    });

    new cloudwatch.Alarm(this, "Failures", {
      metric: machine.metricFailed({ period: Duration.minutes(1), statistic: "Sum" }),
      threshold: 1,
      evaluationPeriods: 1,
      treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
    }).addAlarmAction(new actions.SnsAction(topic));

    new CfnOutput(this, "BucketName", { value: bucket.bucketName });
    new CfnOutput(this, "MachineArn", { value: machine.stateMachineArn });
    new CfnOutput(this, "EndpointName", { value: endpoint.attrEndpointName });
  }

  private endpoint(): sagemaker.CfnEndpoint {
    const image = new ecrAssets.DockerImageAsset(this, "Container", {
      directory: path.join(ROOT, "container"),
      platform: ecrAssets.Platform.LINUX_AMD64,
    });
    const role = new iam.Role(this, "ModelRole", {
      assumedBy: new iam.ServicePrincipal("sagemaker.amazonaws.com"),
    });
    image.repository.grantPull(role);
    const model = new sagemaker.CfnModel(this, "Model", {
      executionRoleArn: role.roleArn,
      primaryContainer: { image: image.imageUri },
    });
    model.node.addDependency(role);
    const configuration = new sagemaker.CfnEndpointConfig(this, "EndpointConfig", {
      productionVariants: [
        {
          variantName: "AllTraffic",
          modelName: model.attrModelName,
          instanceType: "ml.m5.large",
          initialInstanceCount: 1,
          initialVariantWeight: 1,
        },
      ],
    });
    return new sagemaker.CfnEndpoint(this, "Endpoint", {
      endpointConfigName: configuration.attrEndpointConfigName,
    });
  }
}

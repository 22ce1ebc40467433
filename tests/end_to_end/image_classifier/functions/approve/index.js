// Asks a human by mail; who says yes sends the token back.
const { SNSClient, PublishCommand } = require("@aws-sdk/client-sns");

const sns = new SNSClient({});

exports.handler = async (event) => {
  await sns.send(
    new PublishCommand({
      TopicArn: process.env.TOPIC,
      Subject: `Is ${event.key} a ${event.label}?`,
      Message: `aws stepfunctions send-task-success --task-output '{"approved":true}' --task-token ${event.token}`,
    }),
  );
  return { asked: true };
};

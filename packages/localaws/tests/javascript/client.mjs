// What a program written with the AWS SDK for JavaScript does, with its own defaults: buckets in the
// host's name. Prints what it saw as JSON.
import { CreateBucketCommand, GetObjectCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { ListTrainingJobsCommand, SageMakerClient } from "@aws-sdk/client-sagemaker";

// Not every machine's resolver knows that all names below localhost are this machine (RFC 6761).
const lookup = (_name, options, done) => {
  const found = { address: "127.0.0.1", family: 4 };
  return options.all ? done(null, [found]) : done(null, found.address, found.family);
};
const s3 = new S3Client({ requestHandler: { httpAgent: { lookup } } });
const hosts = [];
s3.middlewareStack.add((next) => (args) => { hosts.push(args.request.hostname); return next(args); }, { step: "finalizeRequest" });
const seen = {};
for (const Bucket of ["from-javascript", "from.javascript"]) {
  await s3.send(new CreateBucketCommand({ Bucket }));
  await s3.send(new PutObjectCommand({ Bucket, Key: "a/b c+é", Body: "content" }));
  const listed = await s3.send(new ListObjectsV2Command({ Bucket }));
  const got = await s3.send(new GetObjectCommand({ Bucket, Key: "a/b c+é" }));
  seen[Bucket] = [listed.Contents.map((each) => each.Key), await got.Body.transformToString()];
}
const jobs = await new SageMakerClient({}).send(new ListTrainingJobsCommand({}));
console.log(JSON.stringify({ seen, hosts: [...new Set(hosts)].sort(), jobs: jobs.TrainingJobSummaries }));

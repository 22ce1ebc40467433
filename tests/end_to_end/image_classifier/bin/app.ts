#!/usr/bin/env node
import * as cdk from "aws-cdk-lib";
import { ClassifierStack } from "../lib/classifier-stack";

const app = new cdk.App();
new ClassifierStack(app, "image-classifier", {
  env: { account: process.env.CDK_DEFAULT_ACCOUNT, region: process.env.CDK_DEFAULT_REGION },
  description: "Classifies images that arrive in a bucket, and asks a human before it files them",
});

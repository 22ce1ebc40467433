"""Continuous deployment: the workflow of GitHub Actions that deploys a pipeline stage by stage."""

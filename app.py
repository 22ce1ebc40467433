"""The CDK app: reads the configuration, makes the stack of one pipeline.

`cdk deploy` runs this file. The configuration is the CDK's context (see cdk.json and
infrastructure/settings.py); a wrong one ends here, with one sentence, as does a mistake in the pipeline's module.
"""

import os
import sys

from aws_cdk import App

from infrastructure.settings import SettingsError, read
from infrastructure.stack import PipelineStack
from pipelines import catalog
from pipelines.mistakes import BrokenPipeline


def main() -> None:
    app = App()
    try:
        settings = read(app.node.get_all_context(), os.environ)
        PipelineStack(app, settings, catalog.load(settings.pipeline))
    except (SettingsError, catalog.NoSuchPipeline, BrokenPipeline) as error:
        sys.exit(f"stepline: {error}")
    app.synth()


if __name__ == "__main__":
    main()

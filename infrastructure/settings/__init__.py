"""The configuration of a deployment: typed, frozen, and read from the CDK's context.

`cdk.json` holds the defaults under `stepline:…` keys and `cdk deploy -c stepline:stage=prod` overrides one of
them. A theme of settings is a module here; what their values may be is said in `values`, and what they
mean for a resource, beside that resource.
"""

from infrastructure.settings.deployment import Settings
from infrastructure.settings.error import SettingsError
from infrastructure.settings.keys import KEYS, PREFIX, key
from infrastructure.settings.machines import Machines
from infrastructure.settings.reading import read

__all__ = ["KEYS", "PREFIX", "Machines", "Settings", "SettingsError", "key", "read"]

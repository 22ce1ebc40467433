"""AWS::Lambda::Function: code from S3, in the template itself, or an image.

What an update takes out of the template is what a new function would have: the template reference says
of every property but the name and the kind of package that its update needs no interruption.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from localaws.cloudformation.errors import Refused
from localaws.cloudformation.types import values
from localaws.cloudformation.types.handler import Made, Site, undone_on_failure, unless_gone
from localaws.cloudformation.types.inline_code import zipped

# What UpdateFunctionConfiguration takes, with what a property is that is not in the template.
_CONFIGURATION: dict[str, Any] = {
    "DeadLetterConfig": {"TargetArn": ""},
    "Description": "",
    "Environment": {"Variables": {}},
    "EphemeralStorage": {"Size": 512},
    "FileSystemConfigs": [],
    "Handler": None,
    "ImageConfig": {},
    "KmsKeyArn": "",
    "Layers": [],
    "LoggingConfig": {"LogFormat": "Text"},
    "MemorySize": 128,
    "Role": None,
    "Runtime": None,
    "SnapStart": {"ApplyOn": "None"},
    "Timeout": 3,
    "TracingConfig": {"Mode": "PassThrough"},
    "VpcConfig": {"SubnetIds": [], "SecurityGroupIds": []},
}
_ONCE = ("CapacityProviderConfig", "DurableConfig", "PublishToLatestPublished", "TenancyConfig")
_API = {"KmsKeyArn": "KMSKeyArn"}


class Function:
    """A function. Ref is its name."""

    fixed = frozenset({"FunctionName", "PackageType", "TenancyConfig"})
    properties = frozenset(
        {
            *("FunctionName", "PackageType", "Architectures", "Code", "CodeSigningConfigArn"),
            *("FunctionScalingConfig", "RecursiveLoop", "ReservedConcurrentExecutions"),
            *("RuntimeManagementConfig", "Tags"),
            *(*_CONFIGURATION, *_ONCE),
        }
    )

    def create(self, site: Site, name: str, properties: Mapping[str, Any]) -> Made:
        client = site.client("lambda")
        name = properties.get("FunctionName", name)
        found = client.create_function(
            FunctionName=name,
            Code=_code(properties),
            Tags=values.without_reserved(site.all_tags(properties)),
            **values.given(properties, ("PackageType", "Architectures", "CodeSigningConfigArn")),
            **values.given(properties, _ONCE),
            **{_API.get(key, key): properties[key] for key in _CONFIGURATION if key in properties},
        )
        made = Made(name, _attributes(found))
        with undone_on_failure(lambda: self.delete(site, made, properties)):
            _set_beside(client, name, {}, properties)
        return made

    def update(
        self, site: Site, made: Made, old: Mapping[str, Any], new: Mapping[str, Any]
    ) -> Made:
        client, name = site.client("lambda"), made.physical_id
        _check_alike(old, new)
        if any(old.get(key) != new.get(key) for key in ("Code", "Architectures")):
            architectures = {"Architectures": new.get("Architectures", ["x86_64"])}
            client.update_function_code(FunctionName=name, **_code(new), **architectures)
        changed = {
            _API.get(key, key): new.get(key, default)
            for key, default in _CONFIGURATION.items()
            if old.get(key) != new.get(key)
        }
        if changed:
            given = {key: value for key, value in changed.items() if value is not None}
            client.update_function_configuration(FunctionName=name, **given)
        _set_beside(client, name, old, new)
        _set_tags(site, made.attributes["Arn"], old, new)
        return Made(name, _attributes(client.get_function_configuration(FunctionName=name)))

    def delete(self, site: Site, made: Made, properties: Mapping[str, Any]) -> None:
        with unless_gone("ResourceNotFoundException"):
            site.client("lambda").delete_function(FunctionName=made.physical_id)


def _attributes(found: Mapping[str, Any]) -> dict[str, Any]:
    snap: Mapping[str, str] = found.get("SnapStart", {})
    return {
        "Arn": found["FunctionArn"],
        "SnapStartResponse": snap,
        **{f"SnapStartResponse.{key}": value for key, value in snap.items()},
    }


def _code(properties: Mapping[str, Any]) -> dict[str, Any]:
    """``Code`` as the API has it: text of the template as a zip."""
    given = dict(properties["Code"])
    if "ZipFile" in given:
        given["ZipFile"] = zipped(given["ZipFile"], properties.get("Runtime", ""))
    return given


def _check_alike(old: Mapping[str, Any], new: Mapping[str, Any]) -> None:
    """What no API changes in a function that stands."""
    for name in _ONCE:
        if old.get(name) != new.get(name):
            raise Refused(f"{name} cannot be changed here: give the function another FunctionName.")


def _set_beside(client: Any, name: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> None:
    """What has operations of its own."""
    changed = {key for key in {*old, *new} if old.get(key) != new.get(key)}
    if "ReservedConcurrentExecutions" in changed:
        if "ReservedConcurrentExecutions" in new:
            client.put_function_concurrency(
                FunctionName=name,
                ReservedConcurrentExecutions=new["ReservedConcurrentExecutions"],
            )
        else:
            client.delete_function_concurrency(FunctionName=name)
    if "RecursiveLoop" in changed:
        wanted = new.get("RecursiveLoop", "Terminate")
        client.put_function_recursion_config(FunctionName=name, RecursiveLoop=wanted)
    if "CodeSigningConfigArn" in changed and old:
        wanted = new.get("CodeSigningConfigArn", "")
        client.put_function_code_signing_config(FunctionName=name, CodeSigningConfigArn=wanted)
    if "RuntimeManagementConfig" in changed:
        wanted = new.get("RuntimeManagementConfig", {"UpdateRuntimeOn": "Auto"})
        if wanted != {"UpdateRuntimeOn": "Auto"}:  # as it is without any
            client.put_runtime_management_config(FunctionName=name, **wanted)
    if "FunctionScalingConfig" in changed:
        wanted = new.get("FunctionScalingConfig", {})
        client.put_function_scaling_config(
            FunctionName=name, Qualifier="$LATEST.PUBLISHED", FunctionScalingConfig=wanted
        )


def _set_tags(site: Site, arn: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> None:
    before, after = (values.without_reserved(site.all_tags(each)) for each in (old, new))
    client = site.client("lambda")
    if gone := sorted(before.keys() - after.keys()):
        client.untag_resource(Resource=arn, TagKeys=gone)
    if after != before and after:
        client.tag_resource(Resource=arn, Tags=after)

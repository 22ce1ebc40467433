"""Lifecycle rules of a bucket: CloudFormation's spelling into S3's."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def rule(given: Mapping[str, Any]) -> dict[str, Any]:
    """One rule for PutBucketLifecycleConfiguration."""
    made: dict[str, Any] = {"Status": given["Status"], "Filter": _filter(given)}
    if "Id" in given:
        made["ID"] = given["Id"]
    expiration = _expiration(given)
    if expiration:
        made["Expiration"] = expiration
    noncurrent = dict(given.get("NoncurrentVersionExpiration", {}))
    if "NoncurrentVersionExpirationInDays" in given:
        noncurrent["NoncurrentDays"] = given["NoncurrentVersionExpirationInDays"]
    if noncurrent:
        made["NoncurrentVersionExpiration"] = _numbers(noncurrent)
    if "AbortIncompleteMultipartUpload" in given:
        made["AbortIncompleteMultipartUpload"] = _numbers(given["AbortIncompleteMultipartUpload"])
    transitions = [
        {"Days": int(one["TransitionInDays"]), "StorageClass": one["StorageClass"]}
        for one in given.get("Transitions", [])
    ]
    if transitions:
        made["Transitions"] = transitions
    former = [
        {"NoncurrentDays": int(one["TransitionInDays"]), "StorageClass": one["StorageClass"]}
        for one in given.get("NoncurrentVersionTransitions", [])
    ]
    if former:
        made["NoncurrentVersionTransitions"] = former
    return made


def _filter(given: Mapping[str, Any]) -> dict[str, Any]:
    tags = given.get("TagFilters", [])
    if not tags:
        return {"Prefix": given.get("Prefix", "")}
    if len(tags) == 1 and "Prefix" not in given:
        return {"Tag": tags[0]}
    return {"And": {"Prefix": given.get("Prefix", ""), "Tags": tags}}


def _expiration(given: Mapping[str, Any]) -> dict[str, Any]:
    if "ExpirationInDays" in given:
        return {"Days": int(given["ExpirationInDays"])}
    if "ExpirationDate" in given:
        return {"Date": given["ExpirationDate"]}
    if "ExpiredObjectDeleteMarker" in given:
        return {
            "ExpiredObjectDeleteMarker": str(given["ExpiredObjectDeleteMarker"]).lower() == "true"
        }
    return {}


def _numbers(values: Mapping[str, Any]) -> dict[str, int]:
    return {name: int(value) for name, value in values.items()}

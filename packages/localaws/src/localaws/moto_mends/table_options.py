"""Defect: moto's DynamoDB drops a table's class and its limits on demand, and encryption that is asked for with
UpdateTable, and takes any key for it.

DynamoDB is heavy and loaded late, so this one is mended when it has been.

Upstream: docs/moto-issues/table_options.md, docs/moto-issues/customer_keys.md
"""

from __future__ import annotations

from typing import Any

from localaws.moto_mends import guard
from localaws.this_aws import keys
from localaws.this_aws.keys import KeyUnusable

_CREATE, _UPDATE, _DESCRIBE = "6c24a981f792", "b1ed2178a322", "4de4e1d8827d"
_OPTIONS = ("TableClass", "OnDemandThroughput", "SSESpecification")


def apply() -> None:
    from moto.dynamodb.models.table import Table
    from moto.dynamodb.responses import DynamoHandler

    for method, expected in (("create_table", _CREATE), ("update_table", _UPDATE)):
        original = guard.take(DynamoHandler, method, expected)
        setattr(DynamoHandler, method, _keeping(original))
    described = guard.take(Table, "describe", _DESCRIBE)

    def describe(self: Any, base_key: str = "TableDescription") -> dict[str, Any]:
        found: dict[str, Any] = described(self, base_key)
        options = getattr(self, "options", {})
        if "TableClass" in options:
            found[base_key]["TableClassSummary"] = {"TableClass": options["TableClass"]}
        if "OnDemandThroughput" in options:
            found[base_key]["OnDemandThroughput"] = options["OnDemandThroughput"]
        return found

    Table.describe = describe


def _keeping(original: Any) -> Any:
    def method(self: Any) -> Any:
        _check_key(self.body.get("SSESpecification", {}), self.current_account, self.region)
        result = original(self)
        table = self.dynamodb_backend.get_table(self.body["TableName"])
        given = {name: self.body[name] for name in _OPTIONS if name in self.body}
        table.options = getattr(table, "options", {}) | given
        if "SSESpecification" in given:
            table.sse_specification = dict(given["SSESpecification"])
            table.sse_specification.setdefault("KMSMasterKeyId", _default_key(table))
        return type(result)(table.describe())

    return method


def _check_key(asked: dict[str, Any], account: str, region: str) -> None:
    from moto.dynamodb.exceptions import MockValidationException

    try:
        keys.check(asked.get("KMSMasterKeyId"), account, region)
    except KeyUnusable as error:
        raise MockValidationException(
            f"One or more parameter values were invalid: KMSMasterKeyId: {error}"
        ) from error


def _default_key(table: Any) -> str:
    arn: str = table._get_default_encryption_key(table.account_id, table.region_name)
    return arn

"""A SageMaker whose resources are what a test says they are."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from localaws import search
from localaws.sagemaker.context import ServerContext
from localaws.sagemaker.errors import ApiError
from localaws.sagemaker.service import SageMaker

ACCOUNT, REGION = "123456789012", "eu-west-1"
BEGAN = datetime(2026, 3, 1, 12, tzinfo=UTC)


class Bench:
    """Search over training jobs that nobody ran."""

    def __init__(self) -> None:
        context = ServerContext(ACCOUNT, Path(), None, "")  # type: ignore[arg-type]
        self.service = SageMaker(context, REGION)
        self._jobs: dict[str, dict[str, Any]] = {}
        search.register(self.service)
        self.service.register({"ListTrainingJobs": self._list, "DescribeTrainingJob": self._shown})

    def _list(self, request: dict[str, Any]) -> dict[str, Any]:
        """Two a page, so that there are pages."""
        names = list(self._jobs)
        start = int(request.get("NextToken", 0))
        page = {"TrainingJobSummaries": [{"TrainingJobName": n} for n in names[start : start + 2]]}
        return page | ({"NextToken": str(start + 2)} if start + 2 < len(names) else {})

    def _shown(self, request: dict[str, Any]) -> dict[str, Any]:
        return self._jobs[request["TrainingJobName"]]

    def job(self, name: str, tags: dict[str, str] | None = None, **members: Any) -> None:
        """A job, each a minute younger than the one before."""
        arn = self.service.arn("training-job", name)
        moment = BEGAN + timedelta(minutes=len(self._jobs))
        self._jobs[name] = {
            "TrainingJobName": name,
            "TrainingJobArn": arn,
            "TrainingJobStatus": "Completed",
            "CreationTime": moment,
            "LastModifiedTime": moment,
        } | members
        self.service.tags.add(arn, [{"Key": k, "Value": v} for k, v in (tags or {}).items()])

    def search(self, **asked: Any) -> dict[str, Any]:
        return self.service.call("Search", {"Resource": "TrainingJob"} | asked)

    def found(self, *filters: tuple[str, ...], **asked: Any) -> list[str]:
        """The names of the jobs that fulfil filters of a name, an operator and a value."""
        keys = ("Name", "Operator", "Value")
        if filters:
            said = [dict(zip(keys, each, strict=False)) for each in filters]
            asked["SearchExpression"] = {"Filters": said} | asked.get("SearchExpression", {})
        results = self.search(**asked)["Results"]
        return [each["TrainingJob"]["TrainingJobName"] for each in results]

    def refusal(self, *filters: tuple[str, ...], **asked: Any) -> str:
        with pytest.raises(ApiError) as caught:
            self.found(*filters, **asked)
        assert caught.value.code == "ValidationException"
        return caught.value.message


@pytest.fixture
def bench() -> Bench:
    return Bench()

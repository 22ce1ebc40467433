"""A session without clients."""

from pipelines.sdk.session import OfflineSession


def test_an_offline_session_has_nothing_to_call_with() -> None:
    session = OfflineSession("eu-west-1")
    assert session.boto_region_name == "eu-west-1"
    assert session.sagemaker_client is None
    assert session.boto_session is None

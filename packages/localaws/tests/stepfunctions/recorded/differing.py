"""The recorded cases that are not answered here as AWS answered them, each with its reason.

Most are none of ours: the recording lacks a call (it was made in a loop, or in another thread), or holds a
name that it masks elsewhere.
"""

from __future__ import annotations

LACKS_A_CALL = "the recording lacks the call that was answered so"
MASKED_IN_PART = "the recording masks a name in one place and has it, or another, in the other"
ALONE = "other cases' state machines are in the account too"
LOCALSTACK = "the words are not AWS's, but those of the emulator whose test was recorded"
BEFORE_REDRIVE = "recorded before there was RedriveStatus in what DescribeExecution tells"

_BY_REASON: dict[str, tuple[str, ...]] = {
    LACKS_A_CALL: (
        "test_sfn_scenarios::test_path_based_on_data",
        "test_sfn_scenarios::test_wait_for_callback",
        "test_aws_sdk_task_service::test_s3_get_object[empty_binary]",
        "test_aws_sdk_task_service::test_s3_put_object[",
        "test_events_task_service::test_put_events_no_source",
        "test_sns_task_service::test_publish_message_attributes[",
        "test_sfn_api::test_delete_nonexistent_sm",
        "test_sfn_api::test_list_execution_no_such_state_machine",
        "test_sfn_api::test_get_execution_history_reversed",
        "test_sfn_api::test_get_execution_history_no_such_execution",
        "test_sfn_api_activities::test_create_describe_delete_activity[",
        "test_sfn_api_aliasing::test_error_create_alias_invalid_router_configs",
        "test_sfn_api_aliasing::test_list_state_machine_aliases_pagination_max_results[1]",
        "test_sfn_api_express::test_create_describe_delete",
        "test_sfn_api_map_run::test_list_map_runs_and_describe_map_run",
        "test_sfn_api_variable_references::test_base_variable_references_in_assign_templates[",
        "test_sfn_api_versioning::test_list_state_machine_versions_pagination",
        "test_state_configuration::test_map_state_failure_count[",
        "test_state_configuration::test_state_configuration_retrier_retry_count[",
        "test_test_state_scenarios::test_state_task_catch_error[",
        "test_test_state_scenarios::test_localstack_blogpost_scenario",
        "test_heartbeats::test_heartbeat_timeout",
        "test_heartbeats::test_heartbeat_path_timeout",
    ),
    MASKED_IN_PART: (
        "test_base::test_event_bridge_events_base",
        "test_aws_sdk::test_no_such_bucket",
        "test_task_service_sqs::test_send_message_no_such_queue",
        "test_aws_sdk_task_service::test_s3_get_object[bytearray]",
        "test_sfn_api::test_create_update_state_machine_same_parameters",
    ),
    ALONE: ("test_sfn_api::test_list_sms",),
    LOCALSTACK: ("test_sfn_api_map_run::test_map_state_label_",),
    BEFORE_REDRIVE: (
        "test_callback::test_start_execution_sync2",
        "test_callback::test_start_execution_sync_delegate_failure",
    ),
}


def reason(case: str) -> str | None:
    """Why a case differs; None where it must not. A name that ends with a bracket stands for several."""
    for why, names in _BY_REASON.items():
        if case.startswith(names):
            return why
    return None

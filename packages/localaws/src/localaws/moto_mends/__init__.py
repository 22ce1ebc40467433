"""What moto does not do, or does wrong, and this embedded AWS needs: one module a defect.

Each module names its defect and mends it in ``apply``; where it replaces a piece of moto it first
asks ``guard`` whether that piece still is the one it was written for, so that a moto upgrade fails
at start, by name. A module is deleted when upstream mends the defect.
"""

from __future__ import annotations


def prepare() -> None:
    """What has to happen before moto's heavier parts are imported."""
    from localaws.moto_mends import import_weight

    import_weight.apply()


def apply() -> None:
    """Mend everything. Call once, after ``prepare`` and before the first request.

    Raises:
        guard.MotoHasChanged: moto is not the one that the mends were written for.
    """
    from localaws.moto_mends import (
        bucket_policies,
        definition_check,
        empty_documents,
        ended_tasks,
        execution_history,
        execution_identity,
        execution_logging,
        execution_outcome,
        jsonata,
        jsonpath_keywords,
        key_states,
        managed_policies,
        missing_resources,
        nested_errors,
        random_passwords,
        reserved_tokens,
        sdk_clients,
        sdk_integration,
        state_machine_backend,
        unknown_uploads,
    )

    state_machine_backend.apply()
    execution_identity.apply()
    execution_outcome.apply()
    execution_history.apply()
    execution_logging.apply()
    missing_resources.apply()
    unknown_uploads.apply()
    nested_errors.apply()
    managed_policies.apply()
    bucket_policies.apply()
    reserved_tokens.apply()
    definition_check.apply()
    ended_tasks.apply()
    sdk_clients.apply()
    sdk_integration.apply()
    jsonata.apply()
    jsonpath_keywords.apply()
    key_states.apply()
    random_passwords.apply()
    empty_documents.apply()


def loaded(service: str) -> None:
    """Mend what is only now there: ``service`` of moto has just been loaded for its first request.

    Raises:
        guard.MotoHasChanged: as ``apply``.
    """
    if service == "dynamodb":
        from localaws.moto_mends import condition_syntax

        condition_syntax.apply()

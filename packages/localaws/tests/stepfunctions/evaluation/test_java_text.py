from __future__ import annotations

from localaws.stepfunctions.evaluation import java_text


def test_values_are_written_as_java_writes_them() -> None:
    written = java_text.write({"name": "Anna", "tags": ["a", 1, 1.5, None, True], "o": {}})
    assert written == "{name=Anna, tags=[a, 1, 1.5, null, true], o={}}"


def test_what_is_null_has_no_class() -> None:
    assert java_text.class_name(None) == "null"
    assert java_text.class_name("x") == "java.lang.String"

import pytest
from hypothesis import given
from hypothesis import strategies as some

from localaws.stepfunctions.language.query import analysed


@pytest.mark.parametrize(
    ("expression", "error"),
    [
        ("a[1,2)", 'Expected "]", got ","'),
        ('"open', "String literal must be terminated by a matching quote"),
        ("1 +", "Unexpected end of expression"),
        ('{"a":}', 'The symbol "}" cannot be used as a unary operator'),
        ("$match('a', /b", "No terminating / in regular expression"),
        ("", "Unexpected end of expression"),
    ],
)
def test_what_is_no_jsonata_is_told_with_the_words_quoted(expression: str, error: str) -> None:
    assert analysed(expression).error == error


@pytest.mark.parametrize(
    "expression",
    [
        *("phone", "phone[0].number", "-phone", "phone ? 1 : 2", "$states.input.a ? phone : 2"),
        *("phone & 'x'", "phone in $states.input.b", "$sum(phone)", "phone(1)", "[1..phone]"),
        *(
            "phone ~> $string()",
            "(phone).other",
            "[phone].other",
            "{phone: 1}",
            "($x := phone; $x)",
        ),
        *(
            "$map($states.input.a, function($y){ phone })",
            "$count(phone[inner])",
            "phone.**.deeper",
        ),
    ],
)
def test_a_name_that_nothing_holds_is_out_of_context(expression: str) -> None:
    assert analysed(expression).out_of_context == ("phone",)


@pytest.mark.parametrize(
    "expression",
    [
        *("$states.input.phone", "$states.input.items[phone > 3]", "$states.input.a^(phone)"),
        *("$states.input.a{'k': phone}", "$states.input.a.(phone)", "$phone", "**.phone"),
        *("$states.input ~> |phone|{'b': 1}|", "{'k': 1}.phone", "$states.input.a[$ > 1]"),
        *("function($x){ $x.phone }", "'phone'", "1 + 1", "$now()", "$states.error", "$states"),
    ],
)
def test_a_name_within_something_is_in_context(expression: str) -> None:
    assert analysed(expression).out_of_context == ()


@pytest.mark.parametrize("expression", ["$", "$.phone", "$[0]", "$string($)", "function($x){ $ }"])
def test_there_is_no_context_item(expression: str) -> None:
    assert analysed(expression).out_of_context == ("$",)


def test_each_name_is_told_once_in_its_order() -> None:
    assert analysed("b + a + b").out_of_context == ("b", "a")
    assert analysed("[$$.x, $states.errorOutput.Cause]").out_of_context == (
        "$$",
        "$states.errorOutput",
    )


@pytest.mark.parametrize(
    ("expression", "variables"),
    [
        ("$a + $b.c", {"a", "b"}),
        ("$states.input.a", set()),
        ("$sum($prices)", {"prices"}),
        ("$uuid() & $hash($text, 'MD5') & $random(1)", {"text"}),
        ("($x := $y; $x + 1)", {"y"}),
        ("$map($list, function($v, $i){ $v + $i + $bias })", {"list", "bias"}),
        ("$states.input.items[price > $limit]", {"limit"}),
        ("$list@$each.{'k': $each, 'n': $n}", {"list", "n"}),
        ("$list#$at.($at + $n)", {"list", "n"}),
        ("$own(1)", {"own"}),
        ("$a{$key: $value}", {"a", "key", "value"}),
        ("$a ~> |$b|{'c': $d}|", {"a", "b", "d"}),
        ("$list^(>$weight)", {"list", "weight"}),
    ],
)
def test_variables_are_those_that_come_from_outside(expression: str, variables: set[str]) -> None:
    assert analysed(expression).error is None
    assert analysed(expression).variables == variables


@given(some.text("$ab.[](){}?:=~>|^/'\"`@#%*&,;1 ", max_size=30))
def test_any_text_is_jsonata_or_told_not_to_be(text: str) -> None:
    found = analysed(text)
    assert found.error is None or (found.error and not found.variables)

import json
from decimal import Decimal

import pytest

from backend.loans.__main__ import main

LOAN = "schedule --principal 100000.00 --rate 12 --months 12 --method equal_instalment --from 2026-01-15".split()


def test_json_alone_is_printed_with_decimal_strings(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*LOAN, "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    first = answer["instalments"][0]
    assert first == {
        "number": 1,
        "due_date": "2026-02-15",
        "principal": "7884.88",
        "interest": "1000.00",
        "fee": "0.00",
        "payment": "8884.88",
        "balance": "92115.12",
    }
    assert (answer["total_interest"], answer["total_cost"], answer["apr_percent"]) == ("6618.53", "6618.53", "12.0000")


def test_the_table_has_a_line_for_each_instalment(capsys: pytest.CaptureFixture[str]) -> None:
    main(LOAN)
    lines = capsys.readouterr().out.splitlines()
    assert lines[1].split()[:2] == ["1", "2026-02-15"]
    assert lines[12].split()[-1] == "0.00"


def test_an_actual_day_count_and_a_fee_can_be_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    main([*LOAN, "--json", "--day-count", "actual/365", "--fee-percent", "1"])
    answer = json.loads(capsys.readouterr().out)
    assert answer["total_fees"] == "1000.00"
    assert Decimal(answer["apr_percent"]) > 13


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("--principal", "0"),
        ("--principal", "-1"),
        ("--principal", "1.001"),
        ("--principal", "1e30"),
        ("--rate", "x"),
        ("--rate", "NaN"),
        ("--months", "0"),
        ("--from", "9999-01-01"),
        ("--from", "2026-02-30"),
    ],
)
def test_a_bad_argument_is_named(capsys: pytest.CaptureFixture[str], option: str, value: str) -> None:
    with pytest.raises(SystemExit) as ended:
        main([*LOAN, f"{option}={value}"])
    assert ended.value.code == 2
    assert option in capsys.readouterr().err

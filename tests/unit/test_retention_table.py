"""The retention table covers every table of both databases and no other, and names only what is there."""

import pytest

from backend.policy.rules import SHIPPED
from backend.retention.clocks import CLOCKS as BACKEND_CLOCKS
from backend.tables import METADATA as BACKEND
from contract.retention.table import RetentionInvalid, Row, shipped
from mobile_api.models import Base as Gateway
from mobile_api.rights.clocks import CLOCKS as GATEWAY_CLOCKS
from servicekit.retention import Stores

TABLE = shipped()
STORES = {
    "backend": Stores(TABLE, "backend", BACKEND, BACKEND_CLOCKS),
    "gateway": Stores(TABLE, "gateway", Gateway.metadata, GATEWAY_CLOCKS),
}


@pytest.mark.parametrize("store", STORES)
def test_every_table_has_exactly_one_row_and_every_row_a_table(store: str) -> None:
    named = [row.table for row in STORES[store].rows]
    assert sorted(named) == sorted(STORES[store].metadata.tables)


@pytest.mark.parametrize("row", TABLE.rows, ids=lambda row: row.table)
def test_a_row_names_a_purpose_a_basis_and_periods_that_exist(row: Row) -> None:
    assert row.purpose in TABLE.purposes
    assert row.basis in TABLE.bases
    assert {rule.period for rule in row.rules} <= TABLE.periods.keys()


@pytest.mark.parametrize("store", STORES)
def test_the_columns_and_clocks_that_a_row_names_are_there(store: str) -> None:
    kept = STORES[store]
    for row in kept.rows:
        table = kept.of(row)
        assert set(row.export) <= set(table.c.keys()), row.table
        for rule in row.rules:
            assert rule.since in kept.clocks or rule.since in table.c, (row.table, rule.since)
            assert set(rule.columns) <= set(table.c.keys()), row.table


@pytest.mark.parametrize("store", STORES)
def test_every_table_with_a_borrowers_id_is_about_borrowers_and_leads_to_them(store: str) -> None:
    kept = STORES[store]
    for row in kept.rows:
        if "borrower_id" in kept.of(row).c:
            assert row.about == "borrower", row.table
        if row.about == "borrower":
            assert "bor_1" in str(kept.owned(row, "bor_1").compile(compile_kwargs={"literal_binds": True}))


@pytest.mark.parametrize("store", STORES)
def test_what_refers_to_a_row_is_deleted_before_it(store: str) -> None:
    kept = STORES[store]
    order = {row.table: place for place, row in enumerate(kept.rows)}
    deleted = {row.table for row, rule in kept.rules() if rule.then == "delete"}
    for table in kept.metadata.tables.values():
        for key in table.foreign_keys:
            target = key.column.table.name
            if target in deleted and table.name != target:
                assert order[table.name] < order[target], (table.name, target)


def test_a_rule_of_the_lenders_policy_exists() -> None:
    for row in TABLE.rows:
        if row.policy is not None:
            assert row.policy in {rule.code for rule in SHIPPED.rules}


def test_a_lender_may_keep_longer_than_the_law_but_not_shorter() -> None:
    assert TABLE.with_days({"relation": 4000}).periods["relation"].days == 4000
    assert TABLE.with_days({"drafts": 30}).periods["drafts"].days == 30
    with pytest.raises(RetentionInvalid, match="反洗钱法"):
        TABLE.with_days({"relation": 3000})
    with pytest.raises(RetentionInvalid, match="holidays"):
        TABLE.with_days({"holidays": 1})


def test_a_table_about_borrowers_without_a_copy_or_a_reason_is_refused() -> None:
    row = next(row for row in TABLE.rows if row.table == "loans")
    with pytest.raises(ValueError, match="exported or withheld"):
        Row.model_validate({**row.model_dump(), "export": ()})

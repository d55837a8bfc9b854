import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import backend
from contract.lending.client import BackendProblem
from contract.lending.ledger import InclusionProof
from contract.lending.loans import StartPayment
from tests.integration.backend.house import SIGNER, House, due
from tests.integration.backend.test_seals import LATER_KEY

SCRIPT = Path(backend.__file__).parent / "ledger" / "verify_receipt.py"
Verify = Callable[..., tuple[int, str]]


@pytest.fixture
def verify(tmp_path: Path) -> Verify:
    """Run the script alone, where the project cannot be imported; its exit code and what it said."""

    def run(receipt: Any, key: str = SIGNER.public_key) -> tuple[int, str]:
        text = receipt if isinstance(receipt, str) else json.dumps(receipt)
        (tmp_path / "receipt.json").write_text(text)
        (tmp_path / "public.pem").write_text(key)
        (tmp_path / "verify_receipt.py").write_bytes(SCRIPT.read_bytes())
        command = [sys.executable, "-I", "verify_receipt.py", "receipt.json", "--key", "public.pem"]
        ended = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
        return ended.returncode, ended.stdout + ended.stderr

    return run


async def proof_of_a_payment(house: House) -> InclusionProof:
    loan = await house.paid_out()
    body = StartPayment(amount=due(loan).amount)
    await house.client.start_payment(house.borrower, loan.id, body, idempotency_key="pay")
    house.clock.pass_(minutes=2)
    await house.work()
    house.clock.pass_(minutes=2)
    await house.work()
    _, payment = await house.client.loan_receipts(house.borrower, loan.id)
    return await house.client.receipt_proof(house.borrower, loan.id, payment.id)


async def test_a_borrowers_receipt_is_verified_offline(house: House, verify: Verify) -> None:
    proof = await proof_of_a_payment(house)
    cash = next(entry.minor for entry in proof.transaction.entries if entry.account == "cash")
    code, said = verify(proof.model_dump())
    what = f"transaction {proof.transaction.number} ({proof.transaction.key})"
    assert (code, said.splitlines()[0]) == (0, f"Valid: {what}, posted {proof.transaction.posted_at}")
    assert f"{cash} minor units CNY" in said


async def test_a_changed_receipt_or_a_wrong_key_is_refused(house: House, verify: Verify) -> None:
    proof = (await proof_of_a_payment(house)).model_dump()

    def changed(change: Callable[[Any], Any]) -> Any:
        copy = json.loads(json.dumps(proof))
        change(copy)
        return copy

    def pay_more(receipt: Any) -> None:
        receipt["transaction"]["entries"][0]["minor"] += 1

    for receipt, key, code in (
        (changed(pay_more), SIGNER.public_key, "not_in_the_seal"),
        (
            changed(lambda r: r["transaction"].update(posted_at="2020-01-01T00:00:00Z")),
            SIGNER.public_key,
            "not_in_the_",
        ),
        (changed(lambda r: r["path"].append("ab" * 32)), SIGNER.public_key, "receipt_malformed"),
        (changed(lambda r: r["seal"].update(root="ab" * 32)), SIGNER.public_key, "signature_wrong"),
        (changed(lambda r: r.pop("seal")), SIGNER.public_key, "receipt_malformed"),
        (proof, LATER_KEY.public_key, "wrong_key"),
        (proof, "no key", "key_unreadable"),
        ("{", SIGNER.public_key, "receipt_unreadable"),
        ([], SIGNER.public_key, "receipt_malformed"),
    ):
        exit_code, said = verify(receipt, key)
        assert (exit_code, said.startswith(code), said.count("\n")) == (1, True, 1), said


async def test_a_changed_step_of_the_path_is_refused(house: House, verify: Verify) -> None:
    for borrower in ("b-1", "b-2"):
        loan = await house.accepted(borrower)
    await house.work()
    (receipt,) = await house.client.loan_receipts("b-2", loan.id)
    proof = (await house.client.receipt_proof("b-2", loan.id, receipt.id)).model_dump()
    assert verify(proof)[0] == 0
    proof["path"][0] = "ab" * 32
    code, said = verify(proof)
    assert (code, said.split(":")[0]) == (1, "not_in_the_seal")


async def test_a_fresh_receipt_waits_for_its_seal_and_anothers_is_not_found(house: House) -> None:
    await house.paid_out("earlier")
    loan = await house.paid_out()
    (receipt,) = await house.client.loan_receipts(house.borrower, loan.id)
    with pytest.raises(BackendProblem) as refused:
        await house.client.receipt_proof(house.borrower, loan.id, receipt.id)
    assert (refused.value.status, refused.value.code) == (409, "ledger_not_yet_sealed")
    with pytest.raises(BackendProblem) as refused:
        await house.client.receipt_proof("earlier", loan.id, receipt.id)
    assert refused.value.code == "not_found"

"""Paying what is due by itself, by a consent of its own that can be withdrawn at any time."""

from datetime import datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.cards.service import current_card
from backend.db import Database
from backend.ids import new_id
from backend.loans.due import lock_due_instalments
from backend.loans.service import borrowers_loan, lock_principal
from backend.payments.errors import AutopayTextChanged, AutopayTextNeeded
from backend.payments.models import AutopayConsentRow
from backend.payments.service import order_once, pending_debits
from backend.payments.transfers import BATCH, tries_of
from backend.payments.tries import Tries, is_time, tries_at
from backend.policy.groups import PaymentPolicy, Policy
from backend.policy.rules import SHIPPED
from contract.dates import LENDER_ZONE, lender_day
from contract.lending.payments import Autopay, SetAutopay
from contract.money import Money
from contract.texts import LocalText

# A new text gets a new version; consents name the version that was read.
TEXT_VERSION = "2"
TEXT = LocalText(
    zh="本人同意贷款人在每期还款日（遇法定节假日顺延至下一个工作日），从本人绑定的银行卡扣收当期到期及已逾期未还的款项。"
    "扣款未成功的，贷款人可在当日及其后三日内再次扣款，每日不超过两次，每次未成功都会通知本人。本授权可随时取消，取消后不影响手动还款。",
    en="I agree that on each due date, or the next working day after a holiday, the lender debits my bound bank card with what is"
    " due then or overdue. A debit that fails may be tried again on that day and the three days after it, twice a day at most,"
    " and I am told each time it fails. I can withdraw this at any time and pay by hand instead.",
)
# What each text agreed to: until how many days after the due date, and how often a day.
AGREED = {"1": Tries(last_day=0, a_day=1), "2": Tries(last_day=3, a_day=2)}
LOOK_AGAIN = timedelta(minutes=5)
# A lasting act, of a loan.
WITHDRAWN = "autopay_withdrawn"


def autopay_of(session: Session, borrower_id: str, loan_id: str) -> Autopay:
    return _shown(loan_id, _consent(session, borrowers_loan(session, borrower_id, loan_id).id))


def set_autopay(session: Session, borrower_id: str, loan_id: str, body: SetAutopay, now: datetime) -> Autopay:
    """Record or withdraw the consent; safe to repeat. Raises `AutopayTextChanged` for a text that no longer holds."""
    lock_principal(session, borrower_id, loan_id)
    if not body.on:
        withdraw_autopay(session, loan_id, now)
        return _shown(loan_id, None)
    consent = _consent(session, loan_id)
    if body.text_version is None:
        raise AutopayTextNeeded()
    if body.text_version != TEXT_VERSION:
        raise AutopayTextChanged(text_version=TEXT_VERSION)
    if consent is None:
        consent = AutopayConsentRow(
            id=new_id("consent"),
            loan_id=loan_id,
            borrower_id=borrower_id,
            text_version=TEXT_VERSION,
            given_at=now,
            next_look_at=now,
        )
        session.add(consent)
        session.flush()
    return _shown(loan_id, consent)


def withdraw_autopay(session: Session, loan_id: str, now: datetime) -> None:
    """End the consent, if there is one."""
    if (consent := _consent(session, loan_id)) is not None:
        consent.ended_at = now


def order_due_debits(database: Database, now: datetime, policy: Policy | None = None) -> None:
    """Order what is due by today, once at each time of the policy that the consent agreed to, whoever else does this at the
    same time.

    A loan that fails holds up no other and is looked at again later. Raises an `ExceptionGroup` of what failed, at the end.
    """
    payments = (policy or SHIPPED.on(lender_day(now))).payments
    with database.reading() as session:
        waiting = select(AutopayConsentRow.id).where(
            AutopayConsentRow.ended_at.is_(None), AutopayConsentRow.next_look_at <= now
        )
        ids = session.scalars(waiting.order_by(AutopayConsentRow.next_look_at).limit(BATCH)).all()
    failed: list[Exception] = []
    for consent_id in ids:
        try:
            with database.writing() as session:
                _order_due(session, consent_id, now, payments)
        except Exception as error:
            failed.append(error)
            # Else the loans that fail would fill the next batch, and keep the others out of it.
            with database.writing() as session:
                session.get_one(AutopayConsentRow, consent_id).next_look_at = now + LOOK_AGAIN
    if failed:
        raise ExceptionGroup("some debits were not ordered", failed)


def order_due_debit(session: Session, loan_id: str, now: datetime, policy: PaymentPolicy) -> None:
    """As `order_due_debits`, for one loan."""
    if (consent := _consent(session, loan_id)) is not None:
        _order_due(session, consent.id, now, policy)


def _order_due(session: Session, consent_id: str, now: datetime, policy: PaymentPolicy) -> None:
    loan_id = session.get_one(AutopayConsentRow, consent_id).loan_id
    due = lock_due_instalments(session, loan_id, lender_day(now))
    # The loan is locked now: a withdrawal has been seen or waits for us.
    consent = session.get_one(AutopayConsentRow, consent_id, populate_existing=True)
    if consent.ended_at is not None:
        return
    if due is None:
        consent.ended_at = now
        return
    consent.next_look_at = _tomorrow(now)
    # What fell due before the consent waits for the next due date.
    if not due or due[-1].pay_by < lender_day(consent.given_at) or not current_card(session, consent.borrower_id):
        return
    currency = due[0].amount.currency
    if pending_debits(session, loan_id, currency).minor:
        # It may pay what is due; until that is known nothing more is taken.
        consent.next_look_at = now + LOOK_AGAIN
        return
    times = tries_at(due[-1].pay_by, policy, AGREED[consent.text_version])
    intent = f"autopay:{loan_id}:{due[-1].number}"
    tried = tries_of(session, intent)
    if is_time(times, tried, now):
        # One debit of all that is due, with what is overdue.
        amount = Money(sum(one.amount.minor for one in due), currency)
        order_once(
            session, consent.borrower_id, loan_id, amount, f"{intent}:{len(tried) + 1}" if tried else intent, now
        )
    consent.next_look_at = min((moment for moment in times if moment > now), default=_tomorrow(now))


def _tomorrow(now: datetime) -> datetime:
    return datetime.combine(lender_day(now) + timedelta(days=1), time(), LENDER_ZONE)


def _consent(session: Session, loan_id: str) -> AutopayConsentRow | None:
    standing = select(AutopayConsentRow).where(
        AutopayConsentRow.loan_id == loan_id, AutopayConsentRow.ended_at.is_(None)
    )
    return session.scalars(standing).one_or_none()


def _shown(loan_id: str, consent: AutopayConsentRow | None) -> Autopay:
    return Autopay(
        loan_id=loan_id,
        on=consent is not None,
        text=TEXT,
        text_version=TEXT_VERSION,
        consented_version=consent.text_version if consent else None,
        consented_at=consent.given_at if consent else None,
    )

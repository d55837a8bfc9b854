"""One borrower's past, lived through the backend's own services at an earlier clock. No row is written by hand."""

from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy.orm import Session

from backend.applications import reviewing, service
from backend.applications.acceptance import accept_contract, contract_of
from backend.applications.decisions import DecisionRules
from backend.borrowers.service import register_borrower
from backend.cards.service import bind_card
from backend.consents.service import give
from backend.edge import Parts
from backend.loans import proposals
from backend.loans.service import borrowers_loan, borrowers_loans, shown_loan
from backend.payments.autopay import TEXT_VERSION, order_due_debit, set_autopay
from backend.payments.ending import settle
from backend.payments.sandbox import Sandbox, SandboxBook
from backend.payments.service import start_payment
from backend.payments.transfers import begin_hand_over, mark_handed_over, waiting_orders
from backend.policy.groups import PaymentPolicy, Policy
from backend.proofs.service import verify_identity
from backend.reviews.service import open_reviews
from backend.scenes.applicants import SOUND
from backend.scenes.errors import SceneRefused
from contract.dates import LENDER_ZONE, lender_day
from contract.lending.applications import AcceptContract, Application, Contract, StartApplication
from contract.lending.borrowers import RegisterBorrower
from contract.lending.cards import BindCard
from contract.lending.consents import CHECKS, HowConsented
from contract.lending.documents import DocumentKind
from contract.lending.identity import VerifyIdentity
from contract.lending.loans import AskPayoff, AskWriteOff, ExecuteProposal, Loan
from contract.lending.payments import Callback, SetAutopay, TransferOrder
from contract.lending.reviews import RequestDocument
from contract.lending.signing_proof import with_proof
from contract.money import Money
from contract.people import invented_person
from contract.texts import Language

STAFF, SECOND = "scene-staff", "scene-second"
# Longer than any scene lasts.
KNOWN_BEFORE = timedelta(days=2 * 365)


class StageProvider(Sandbox):
    """The sandbox at one moment of the past. It tells of the end without the network: a signed callback of long ago would be
    refused."""

    def __init__(
        self, session: Session, parts: Parts, book: SandboxBook, now: datetime, *, refuses: bool = False
    ) -> None:
        super().__init__(parts.provider_secrets[0], lambda: now, book, refuses=refuses)
        self._session, self._now, self._policy = session, now, parts.policies.on(lender_day(now))

    def call_back(self, outcome: Callback) -> None:
        settle(self._session, outcome, self._now, self._policy)


class Stage:
    """`now` is the moment that is being lived; it begins at the present and is set before each act.

    The running worker hands over every order that it finds, at its own clock. So an order is made, handed over and ended in one
    transaction here: the worker never sees it waiting.
    """

    def __init__(self, parts: Parts, book: SandboxBook, borrower: str, language: Language = "zh") -> None:
        self.parts, self.borrower = parts, borrower
        self.present = self.now = parts.clock()
        self._book = book
        with parts.database.writing() as session:
            register_borrower(session, borrower, RegisterBorrower(language=language), self.now)
        self._become_known()

    @property
    def today(self) -> date:
        return lender_day(self.present)

    @property
    def policy(self) -> Policy:
        return self.parts.policies.on(lender_day(self.now))

    def on(self, day: date) -> None:
        """The same time of day on an earlier day."""
        self.now = self.present - (self.today - day)

    def ago(self, **length: float) -> None:
        self.now = self.present - timedelta(**length)

    def earlier_today(self, *, minutes: float) -> None:
        """So long ago, or at the day's first moment where that was yesterday."""
        midnight = datetime.combine(self.today, time(), LENDER_ZONE)
        self.now = max(self.present - timedelta(minutes=minutes), midnight)

    def apply(self, **answers: Any) -> Application:
        """A sound borrower's application, decided at once, with other answers where given."""
        fields = SOUND.model_copy(update=answers)
        with self.parts.database.writing() as session:
            row = service.apply(session, self.borrower, StartApplication(fields=fields), self._rules, self.now)
            return service.shown(session, row, self.parts.lender, self.now)

    def ask_for_paper(self, application: Application, kind: DocumentKind) -> None:
        with self.parts.database.writing() as session:
            review = next(one for one in open_reviews(session) if one.application_id == application.id)
            body = RequestDocument(staff_id=STAFF, version=review.version, kind=kind)
            reviewing.ask_for_document(session, review.id, body, self._rules, self.now)

    def sign(self, application: Application) -> Loan:
        """The contract is accepted, and the provider has the order for the payout. It says nothing of it yet."""
        with self.parts.database.writing() as session:
            loan = self._accept(session, application)
            self._hand_over(session, loan.id)
        return loan

    def lend(self, **answers: Any) -> Loan:
        """A sound borrower's loan, paid out at once."""
        application = self.apply(**answers)
        with self.parts.database.writing() as session:
            loan = self._accept(session, application)
            self._carry_out(session, loan.id)
        return self.loan(loan.id)

    def pay_due(self, loan: Loan) -> None:
        """What is due next."""
        due = self.loan(loan.id).next_payment
        assert due is not None  # noqa: S101 - the loan runs
        self._pay(loan, due.amount)

    def pay_off(self, loan: Loan) -> None:
        with self.parts.database.writing() as session:
            quote = proposals.quote_payoff(session, self.borrower, loan.id, AskPayoff(), self.now)
        self._pay(loan, quote.amount, quote.proposal_hash)

    def write_off(self, loan: Loan) -> None:
        ask = AskWriteOff(kind="write_off", staff_id=STAFF, reason="Long overdue, and no answer to any letter")
        with self.parts.database.writing() as session:
            shown = proposals.propose_change(session, self.borrower, loan.id, ask, self.now, self.policy)
            body = ExecuteProposal(proposal_hash=shown.proposal_hash, staff_id=SECOND, kinds=["write_off"])
            proposals.execute_change(session, self.borrower, loan.id, body, self.now, self.policy)

    def debit_in_vain(self, loan: Loan) -> None:
        """An automatic debit of what is due now, agreed to on the day of the payout, for which the account holds too little."""
        body = SetAutopay(on=True, text_version=TEXT_VERSION)
        assert loan.disbursed_on is not None  # noqa: S101 - it was paid out
        agreed = self.present - (self.today - loan.disbursed_on)
        with self.parts.database.writing() as session:
            set_autopay(session, self.borrower, loan.id, body, agreed)
            order_due_debit(session, loan.id, self.now, self._payments_now)
            self._carry_out(session, loan.id, refuses=True)

    def loan(self, loan_id: str) -> Loan:
        with self.parts.database.reading() as session:
            return shown_loan(session, borrowers_loan(session, self.borrower, loan_id), self.now)

    def check_has_nothing(self) -> None:
        """Raises `SceneRefused` for a borrower with a past: two scenes would play in one another."""
        with self.parts.database.reading() as session:
            has_some = service.borrowers_applications(session, self.borrower) or borrowers_loans(session, self.borrower)
        if has_some:
            raise SceneRefused("This borrower has an application already; a scene needs a borrower who has none.")

    def _become_known(self) -> None:
        """An invented person with a bank card, verified, with the consents that it takes, before everything else happens."""
        parts, then = self.parts, self.present - KNOWN_BEFORE
        with parts.database.writing() as session:
            for purpose in CHECKS:
                give(session, self.borrower, purpose, HowConsented(way="button"), then)
        person = invented_person(self.borrower)
        body = VerifyIdentity(
            name=person.name, id_number=person.id_number, full_time_student=False, proof="face", long_term=True
        )
        policy = parts.policies.on(lender_day(then))
        verify_identity(parts.database, parts.identities, parts.provers, policy, self.borrower, body, then)
        card = BindCard(number=person.card_number, holder_name=person.name)
        bind_card(parts.database, parts.identities, parts.binder, policy.identity, self.borrower, card, then)

    def _accept(self, session: Session, application: Application) -> Loan:
        parts, who = self.parts, self.borrower
        contract = contract_of(session, parts.identities, who, application.id, self.now, parts.lender)
        body = self._acceptance(contract)
        return accept_contract(session, parts.identities, who, application.id, body, self.now, parts.lender)

    def _acceptance(self, contract: Contract) -> AcceptContract:
        body = AcceptContract(
            contract_hash=contract.contract_hash,
            cost_sheet_hash=contract.cost_sheet_hash,
            code_check="scene",
            code_checked_at=self.now,
            device="scene",
        )
        secrets = self.parts.signing_secrets
        return with_proof(secrets[0], self.borrower, contract.application_id, body) if secrets else body

    def _pay(self, loan: Loan, amount: Money, proposal_hash: str | None = None) -> None:
        with self.parts.database.writing() as session:
            start_payment(session, self.borrower, loan.id, amount, self.now, proposal_hash, self.policy)
            self._carry_out(session, loan.id)

    def _carry_out(self, session: Session, loan_id: str, *, refuses: bool = False) -> None:
        order = self._hand_over(session, loan_id)
        StageProvider(session, self.parts, self._book, self.now, refuses=refuses).order(order)

    def _hand_over(self, session: Session, loan_id: str) -> TransferOrder:
        """The loan's one waiting order is the provider's from now on."""
        [order] = waiting_orders(session, loan_id=loan_id)
        begin_hand_over(session, order.transfer_id, self.now)
        mark_handed_over(session, order.transfer_id, self.now)
        return order

    @property
    def _payments_now(self) -> PaymentPolicy:
        """The lender's, but debits are made at this time of day, whatever it is."""
        return self.policy.payments.model_copy(update={"autopay_times": (self.now.astimezone(LENDER_ZONE).time(),)})

    @property
    def _rules(self) -> DecisionRules:
        parts = self.parts
        return DecisionRules(parts.decide, parts.demo_may_decide, parts.lender, parts.deadlines, parts.identities)

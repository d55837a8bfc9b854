"""The contract of an offer: its text in both languages and its cost sheet, with their hashes. Pure.

The text that is kept has placeholders for who signs it; its hash is that of the text as the borrower reads it.
"""

import re
from dataclasses import dataclass

from backend.identity.rules import masked_name, masked_number
from backend.loans.book import LATE_DAYS_IN_YEAR
from contract.canonical import canonical_hash
from contract.lending.applications import Contract, CostLine, CostSheet
from contract.lending.products import LateTerms, Method, Part, Quote, Respread
from contract.money import Money
from contract.texts import LocalText

NAME, NUMBER, NONCE = "{borrower_name}", "{borrower_id_number}", "{contract_nonce}"
PLACEHOLDER = re.compile("|".join(re.escape(one) for one in (NAME, NUMBER, NONCE)))
METHOD_NAMES: dict[Method, LocalText] = {
    "equal_instalment": LocalText(zh="等额本息", en="equal instalments"),
    "equal_principal": LocalText(zh="等额本金", en="equal principal"),
    "interest_only": LocalText(zh="先息后本", en="interest only, principal with the last instalment"),
    "bullet": LocalText(zh="一次还本付息", en="one repayment of principal and interest at the end"),
}
PART_NAMES: dict[Part, LocalText] = {
    "penalty": LocalText(zh="罚息", en="overdue interest"),
    "fee": LocalText(zh="手续费", en="fees"),
    "interest": LocalText(zh="利息", en="interest"),
    "principal": LocalText(zh="本金", en="principal"),
}
SURPLUS: dict[Respread, LocalText] = {
    "smaller": LocalText(
        zh="超出当期应还的款项归还本金，以后各期还款额相应减少",
        en="what is paid beyond the running instalment repays principal, and the later payments get smaller",
    ),
    "shorter": LocalText(
        zh="超出当期应还的款项归还本金，期数相应减少",
        en="what is paid beyond the running instalment repays principal, and the payments get fewer",
    ),
}
LATE_EXAMPLE = Money(10_000_00)
NOTHING_ELSE = LocalText(
    zh="除上表所列费用外，贷款人及合作机构不再收取任何其他费用；放款时不预先扣除利息或费用。",
    en="Nothing but the costs listed here is charged, by the lender or anyone else; nothing is taken off the payout.",
)
NO_LATE_COST = LocalText(
    zh="逾期不加收罚息、违约金或催收费，仅需偿还合同约定的应还款项；逾期记录可能依法报送征信机构。",
    en="Paying late adds no interest, penalty or collection fee: only what the contract says is owed. Late payments may be"
    " reported to the credit register as the law provides.",
)


@dataclass(frozen=True, slots=True)
class Party:
    """The borrower. `nonce`, 128 random bits in hex, stands in the text: else its hash would tell whether a guessed number is
    right."""

    name: str
    number: str
    nonce: str

    def masked(self) -> "Party":
        return Party(masked_name(self.name), masked_number(self.number), "*" * len(self.nonce))


def draw_up_contract(application_id: str, offer: Quote, party: Party) -> Contract:
    """To be kept. The same offer to the same borrower always gives the same contract and hashes."""
    text, sheet = contract_text(application_id, offer), cost_sheet(offer)
    return Contract(
        application_id=application_id,
        text=text,
        cost_sheet=sheet,
        contract_hash=canonical_hash(filled_in(text, party)),
        cost_sheet_hash=canonical_hash(sheet),
    )


def made_out_to(contract: Contract, party: Party) -> Contract:
    """As it is read."""
    return contract.model_copy(update={"text": filled_in(contract.text, party)})


def filled_in(text: LocalText, party: Party) -> LocalText:
    values = {NAME: party.name, NUMBER: party.number, NONCE: party.nonce}
    # In one pass: a name may look like a placeholder.
    zh, en = (PLACEHOLDER.sub(lambda found: values[found[0]], one) for one in (text.zh, text.en))
    return LocalText(zh=zh, en=en)


def cost_sheet(offer: Quote) -> CostSheet:
    """综合融资成本明示: every cost over the whole term and who receives it."""
    lines = [
        CostLine(name=LocalText(zh="利息", en="Interest"), amount=offer.total_interest, receiver=offer.lender),
        CostLine(name=LocalText(zh="手续费", en="Handling fee"), amount=offer.total_fees, receiver=offer.lender),
    ]
    return CostSheet(
        lines=lines,
        total_cost=offer.total_cost,
        apr_simple_percent=offer.apr_simple_percent,
        apr_compound_percent=offer.apr_compound_percent,
        late_cost=late_cost(offer.late),
        statement=NOTHING_ELSE,
    )


def late_cost(late: LateTerms | None) -> LocalText:
    """What paying late costs, with an example for a day."""
    if late is None:
        return NO_LATE_COST
    a_day = LATE_EXAMPLE.times(late.rate_percent / 100 / LATE_DAYS_IN_YEAR)
    return LocalText(
        zh=f"{_late_chinese(late)}例如逾期本金{LATE_EXAMPLE}元，每天罚息约{a_day}元。"
        "罚息不计复利，不另收违约金或催收费；逾期记录可能依法报送征信机构。",
        en=f"{_late_english(late)} For example, {LATE_EXAMPLE} overdue costs about {a_day} a day. Overdue interest bears no"
        " interest; there is no other penalty or collection fee. Late payments may be reported to the credit register as the"
        " law provides.",
    )


def contract_text(application_id: str, offer: Quote) -> LocalText:
    return LocalText(zh=_chinese(application_id, offer), en=_english(application_id, offer))


def _chinese(application_id: str, offer: Quote) -> str:
    rows = [
        f"第{part.number}期：本金{part.principal}元，利息{part.interest}元，手续费{part.fee}元，应还{part.payment}元"
        for part in offer.instalments
    ]
    return "\n".join(
        [
            f"借款合同（申请编号：{application_id}）",
            f"贷款人：{offer.lender.zh}",
            f"借款人：{NAME}，居民身份证号码：{NUMBER}",
            f"产品：{offer.product_name.zh}",
            f"一、借款本金：{offer.amount}元，全额放款，不预先扣除利息或费用。",
            f"二、借款期限：{offer.term_months}个月，自放款之日起算。",
            f"三、年利率（单利）：{offer.rate_percent}%。",
            f"四、还款方式：{METHOD_NAMES[offer.method].zh}。每期还款日为放款日的对应日；当月无对应日的，为当月最后一日；"
            "遇法定节假日的，顺延至其后第一个工作日，顺延期间不计罚息。",
            f"五、综合年化成本：{offer.apr_simple_percent}%（单利）、{offer.apr_compound_percent}%（复利），含全部费用。",
            f"六、利息合计{offer.total_interest}元，手续费合计{offer.total_fees}元，总成本{offer.total_cost}元。",
            f"七、还款计划（按{offer.from_date}放款测算；放款日不同的，以放款日重新计算的还款计划为准）：",
            *rows,
            f"八、还款依次用于{'、'.join(PART_NAMES[part].zh for part in offer.allocation)}，先清偿逾期部分。{_late_chinese(offer.late)}",
            f"九、可以随时提前还款，不收违约金：{_early_chinese(offer)}。",
            f"合同校验码：{NONCE}",
        ]
    )


def _english(application_id: str, offer: Quote) -> str:
    unit = offer.amount.currency
    rows = [
        f"No. {part.number}: principal {part.principal}, interest {part.interest}, fee {part.fee}, payment {part.payment}"
        for part in offer.instalments
    ]
    return "\n".join(
        [
            f"Loan contract (application {application_id})",
            f"Lender: {offer.lender.en}",
            f"Borrower: {NAME}, resident identity number {NUMBER}",
            f"Product: {offer.product_name.en}",
            f"1. Principal: {offer.amount} {unit}, paid out in full; no interest or fee is taken off.",
            f"2. Term: {offer.term_months} months from the day of payout.",
            f"3. Nominal yearly rate: {offer.rate_percent} %.",
            f"4. Repayment: {METHOD_NAMES[offer.method].en}. Due each month on the day of the payout; where a month has no such"
            " day, on its last day; on a public holiday, on the next working day, without late interest.",
            f"5. Yearly cost, all fees in: {offer.apr_simple_percent} % simple, {offer.apr_compound_percent} % compound.",
            f"6. Interest {offer.total_interest} {unit}, fees {offer.total_fees} {unit}, together {offer.total_cost} {unit}.",
            f"7. Plan of repayment for a payout on {offer.from_date}; the plan computed on the actual day of payout holds:",
            *rows,
            f"8. A payment goes to {', '.join(PART_NAMES[part].en for part in offer.allocation)}, in this order, overdue parts"
            f" first. {_late_english(offer.late)}",
            f"9. You may repay early at any time at no charge: {_early_english(offer)}.",
            f"Contract check code: {NONCE}",
        ]
    )


def _late_chinese(late: LateTerms | None) -> str:
    if late is None:
        return "本合同不收取逾期罚息。"
    grace = f"；宽限期{late.grace_days}天，宽限期内还清不计罚息" if late.grace_days else ""
    return f"逾期本金自到期次日起按年利率{late.rate_percent}%计收罚息{grace}。"


def _late_english(late: LateTerms | None) -> str:
    if late is None:
        return "No late interest is charged."
    grace = f", unless it is paid within {late.grace_days} days of grace" if late.grace_days else ""
    return f"Overdue principal costs {late.rate_percent} % a year from the day after its due date{grace}."


def _early_chinese(offer: Quote) -> str:
    if offer.method == "bullet":
        return "提前支付的款项先还本金，再还至当日的利息，利息按实际用款天数计收；尚未到期的手续费不再收取"
    return (
        "到期日前支付的款项，先还至支付当日的利息，其余当日归还本金，利息按实际用款天数计收；当期应还款已提前付足的，"
        "到期日不再收取，此后至到期日的利息随下一期收取，下一期应还款不因此增加；提前结清的，尚未到期的手续费不再收取，部分提前还款的按比例减少；"
        f"{SURPLUS[offer.early.effect].zh}"
    )


def _early_english(offer: Quote) -> str:
    if offer.method == "bullet":
        return (
            "money paid early repays principal first, then the interest up to that day; interest is charged for the days used"
            " only, and fees not yet due are waived"
        )
    return (
        "money paid before its due date pays the interest up to that day, and the rest repays principal that day, so"
        " interest is charged for the days used only; an instalment paid in full early is not asked for again, and the"
        " interest from then to its due date falls due with the next one, which does not get larger; fees not yet due are"
        f" waived when the loan is paid off, and shrink with the balance when part of it is repaid; {SURPLUS[offer.early.effect].en}"
    )

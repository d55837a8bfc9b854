"""What a notification says, by event. Pure. A lock screen is public: no amounts and no reasons."""

from dataclasses import dataclass
from datetime import datetime

from contract.lending.events import Event
from contract.lending.products import RecommendedProduct
from contract.texts import LocalText


@dataclass(frozen=True, slots=True)
class Words:
    title: LocalText
    body: LocalText


ABANDONED = Words(
    LocalText(zh="您的申请还差几步", en="Your application is a few steps away"),
    LocalText(zh="您填写的内容已保存，随时可以继续。", en="What you filled in is saved; go on whenever you like."),
)
# One that goes to a person is told by `application.review_started`, with the deadline.
DECIDED = {
    "approve": Words(
        LocalText(zh="您的贷款申请有结果了", en="There is a decision on your application"),
        LocalText(zh="您有一份贷款方案可以查看。", en="There is a loan offer for you to look at."),
    ),
    "counter": Words(
        LocalText(zh="您的贷款申请有结果了", en="There is a decision on your application"),
        LocalText(zh="我们为您准备了另一份方案，请查看。", en="We have another offer for you to look at."),
    ),
    "decline": Words(
        LocalText(zh="您的贷款申请有结果了", en="There is a decision on your application"),
        LocalText(zh="请打开应用查看结果和说明。", en="Open the app to see the result and the reasons."),
    ),
}
DISBURSED = Words(
    LocalText(zh="放款成功", en="Your loan has been paid out"),
    LocalText(zh="款项已汇出，还款计划可在应用中查看。", en="The money is on its way; your schedule is in the app."),
)
PAID = Words(
    LocalText(zh="还款成功", en="Your payment has arrived"),
    LocalText(zh="本次还款已入账，可在应用中查看明细。", en="It has been posted; the receipt is in the app."),
)
OVERDUE = Words(
    LocalText(zh="有一期还款已逾期", en="A payment is overdue"),
    LocalText(
        zh="请打开应用查看金额；如有困难，可在对话中说明。",
        en="Open the app to see it; if it is hard to pay, tell us in the chat.",
    ),
)
PLAN_PROPOSED = Words(
    LocalText(zh="有一份还款安排等您确认", en="A repayment plan waits for your consent"),
    LocalText(
        zh="请今天打开应用，看清新的还款计划再决定是否同意。",
        en="Open the app today, read the new schedule, and decide whether you agree.",
    ),
)
PAYMENT_FAILED = Words(
    LocalText(zh="还款未成功", en="Your payment did not go through"),
    LocalText(zh="请打开应用查看原因并重试。", en="Open the app to see why and to try again."),
)
PAYOUT_FAILED = Words(
    LocalText(zh="放款未成功", en="Your loan could not be paid out"),
    LocalText(
        zh="请打开应用查看原因，更换银行卡后可重新放款。", en="Open the app to see why, and to have it sent again."
    ),
)
REFUNDED = Words(
    LocalText(zh="有一笔款项已退回", en="Money was returned to you"),
    LocalText(
        zh="多付或重复扣的款项已退回您的银行卡，可在应用中查看。",
        en="What was paid or taken beyond what you owed went back to your card; see it in the app.",
    ),
)
CORRECTED = Words(
    LocalText(zh="您的还款记录有更正", en="Your payments were put right"),
    LocalText(
        zh="有一笔还款按实际付款日重新入账，更正凭证可在应用中查看。",
        en="A payment now counts from the day it was made; the correction is in the app.",
    ),
)
CLAIM_OPENED = Words(
    LocalText(zh="有一笔款项需要您补还", en="Something has to be paid back"),
    LocalText(
        zh="退给您的款项中有一部分仍属欠款，请打开应用查看金额。",
        en="Part of what was returned to you is still owed; open the app to see how much.",
    ),
)
ANNULLED = Words(
    LocalText(zh="一笔贷款已作废", en="A loan was annulled"),
    LocalText(
        zh="经核实，这笔贷款不是您借的，您无需还款；已付款项会退回。",
        en="This loan was found not to be yours. You owe nothing on it, and what was paid goes back.",
    ),
)
CANCELLED = Words(
    LocalText(zh="借款合同已取消", en="Your loan contract was cancelled"),
    LocalText(
        zh="款项没有汇出，您无需还款；需要时可以重新申请。",
        en="No money was sent and nothing is owed; you can apply again at any time.",
    ),
)
CASE_ANSWERED = Words(
    LocalText(zh="您反映的问题有答复了", en="There is an answer to what you asked us to look into"),
    LocalText(zh="请打开应用查看答复。", en="Open the app to read it."),
)
TOLD = {
    "application.cancelled": CANCELLED,
    "case.answered": CASE_ANSWERED,
    "loan.disbursed": DISBURSED,
    "loan.overdue": OVERDUE,
    "loan.plan_proposed": PLAN_PROPOSED,
    "loan.corrected": CORRECTED,
    "loan.claim_opened": CLAIM_OPENED,
    "loan.annulled": ANNULLED,
    "payout.failed": PAYOUT_FAILED,
    "payment.succeeded": PAID,
    "payment.failed": PAYMENT_FAILED,
    "payment.refunded": REFUNDED,
}


def words_for(event: Event, recommended: RecommendedProduct | None = None) -> Words | None:
    """`recommended` is named to a borrower who left an application unfinished. None for an event nobody is told of."""
    if event.kind == "application.decided":
        return DECIDED.get(event.payload["outcome"])
    if event.kind == "application.review_started":
        return review_started(datetime.fromisoformat(event.payload["due_at"]))
    if event.kind == "application.document_requested":
        return document_requested(datetime.fromisoformat(event.payload["due_at"]))
    if event.kind == "application.abandoned":
        return with_recommendation(ABANDONED, recommended) if recommended else ABANDONED
    return TOLD.get(event.kind)


def review_started(due: datetime) -> Words:
    """`due` in the lender's zone, as the backend says it."""
    return Words(
        LocalText(zh="您的申请正在人工审核", en="A person is reviewing your application"),
        LocalText(zh=f"审核人员会在{moment(due).zh}前答复您。", en=f"A reviewer will answer you by {moment(due).en}."),
    )


def document_requested(due: datetime) -> Words:
    return Words(
        LocalText(zh="审核需要您补充一份材料", en="The reviewer needs a paper from you"),
        LocalText(
            zh=f"请在{moment(due).zh}前上传审核人员需要的材料。",
            en=f"Please upload the paper that the reviewer asks for by {moment(due).en}.",
        ),
    )


def moment(due: datetime) -> LocalText:
    return LocalText(
        zh=f"{due.month}月{due.day}日 {due:%H:%M}（北京时间）", en=f"{due:%H:%M} on {due.day} {due:%B} (Beijing time)"
    )


def with_recommendation(words: Words, recommended: RecommendedProduct) -> Words:
    name, why = recommended.product.name, recommended.why
    body = LocalText(
        zh=f"{words.body.zh}为您推荐：{name.zh}（{why.zh}）",
        en=f"{words.body.en} Recommended for you: {name.en} ({why.en})",
    )
    return Words(words.title, body)

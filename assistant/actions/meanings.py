"""What each capability is called on a button and in a note for staff: (zh, en), a verb phrase in both."""

from assistant.actions.replies import pick
from contract.texts import Language

# Those that a button can start; what belongs to a sentence (inform, affirm, greet) is not offered.
MEANINGS: dict[str, tuple[str, str]] = {
    "apply_loan": ("申请贷款", "Apply for a loan"),
    "quote_repayment": ("试算还款", "Work out the payments"),
    "product_info": ("了解产品", "See the products"),
    "recommend_product": ("推荐产品", "Get a recommendation"),
    "compare_products": ("比较产品", "Compare products"),
    "eligibility": ("了解申请条件", "Ask who can apply"),
    "application_status": ("查询申请进度", "Check an application"),
    "accept_offer": ("看合同并签约", "See the contract"),
    "decline_offer": ("放弃方案", "Turn an offer down"),
    "withdraw_application": ("撤回申请", "Withdraw an application"),
    "review_decision": ("请人复核决定", "Have a decision reviewed"),
    "why_declined": ("了解未通过的原因", "Ask why it was declined"),
    "improve_credit": ("了解怎样提高通过机会", "Ask how to do better next time"),
    "loan_balance": ("查询剩余欠款", "Ask what is still owed"),
    "next_payment": ("查询下一期还款", "Ask about the next payment"),
    "repayment_schedule": ("查看还款计划", "See the payment schedule"),
    "make_payment": ("还款", "Make a payment"),
    "early_payoff": ("提前还清", "Pay off early"),
    "change_due_date": ("更改还款日", "Change the due date"),
    "hardship": ("还款有困难，想协商", "Talk about trouble with paying"),
    "overdue_help": ("处理逾期", "Get help with a late payment"),
    "promise_to_pay": ("约定哪天还款", "Say on which day you will pay"),
    "payout_question": ("查询放款", "Ask about the payout"),
    "my_rate": ("查询我的利率和费用", "Ask about your rate and cost"),
    "autopay_settings": ("自动扣款", "Automatic debit"),
    "payment_failed": ("处理扣款失败", "Sort out a failed payment"),
    "dispute_charge": ("核对有疑问的扣款", "Question a charge"),
    "not_my_loan": ("反映不是本人的贷款", "Report a loan that is not theirs"),
    "credit_report_dispute": ("对征信记录提出异议", "Dispute a credit record"),
    "get_document": ("获取文件", "Get a document"),
    "change_bank_card": ("更换银行卡", "Change the bank card"),
    "change_phone": ("更换手机号", "Change the phone number"),
    "fees_question": ("了解费用", "Ask about fees"),
    "legal_question": ("咨询法律问题", "Ask a legal question"),
    "faq": ("咨询问题", "Ask a question"),
    "reminders_settings": ("设置提醒", "Set reminders"),
    "complaint": ("投诉", "Make a complaint"),
    "report_fraud": ("举报诈骗", "Report fraud"),
    "talk_to_human": ("找真人客服", "Talk to a person"),
    "data_copy": ("要一份个人数据", "Get a copy of personal data"),
    "delete_my_data": ("删除个人数据", "Delete personal data"),
    "change_language": ("切换语言", "Change the language"),
}


def meaning(intent: str, language: Language) -> str:
    return pick(MEANINGS[intent], language)

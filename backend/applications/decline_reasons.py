"""What a person may decline for, in words for the borrower; each says what would change it."""

from collections.abc import Sequence

from backend.applications.errors import UnknownReason
from backend.scoring.reasons import make_reason
from contract.lending.applications import Reason


def reasons_named(codes: Sequence[str]) -> list[Reason]:
    """Each once, in the order given. Raises `UnknownReason`."""
    by_code = {reason.code: reason for reason in DECLINE_REASONS}
    if unknown := [code for code in codes if code not in by_code]:
        raise UnknownReason(reasons=unknown)
    return [by_code[code] for code in dict.fromkeys(codes)]


DECLINE_REASONS = (
    make_reason(
        "income_too_low",
        "经核实的收入不足以承担这笔还款。",
        "The income that we could verify is too small for these payments.",
        "减少借款金额、延长期限，或在收入增加后再申请。",
        "Ask for a smaller amount or a longer term, or apply again when your income is higher.",
    ),
    make_reason(
        "income_not_proven",
        "您提供的材料不能证明所填写的收入。",
        "Your papers do not prove the income that you stated.",
        "提供近六个月的工资流水或纳税记录。",
        "Send six months of salary statements or tax records.",
    ),
    make_reason(
        "existing_debt_too_high",
        "您现有的负债已经较高。",
        "You already owe a lot elsewhere.",
        "先偿还一部分现有债务，再申请。",
        "Pay part of your existing debt back first, then apply again.",
    ),
    make_reason(
        "work_too_short",
        "目前工作的时间较短，收入是否稳定还不明确。",
        "You have been in your work for too short a time to tell whether the income is steady.",
        "工作满半年后再申请，并提供劳动合同。",
        "Apply again after half a year in your work, with your contract of employment.",
    ),
    make_reason(
        "paper_missing",
        "我们没有在约定时间内收到所需的材料。",
        "A paper that we asked for did not come in time.",
        "准备好材料后重新申请，或再次要求人工复核。",
        "Apply again with the paper at hand, or ask for another review.",
    ),
    make_reason(
        "paper_unreadable",
        "您提供的材料无法辨认。",
        "Your papers cannot be read.",
        "重新拍摄清晰、完整的照片，或上传原始 PDF。",
        "Take a sharp photo of the whole page, or upload the original PDF.",
    ),
    make_reason(
        "papers_contradict",
        "材料中的信息与申请内容不一致。",
        "Your papers and your application do not agree.",
        "核对申请内容，更正后重新申请。",
        "Check what you stated, correct it and apply again.",
    ),
    make_reason(
        "full_time_student",
        "我们不向全日制在校学生放款。",
        "We do not lend to full-time students.",
        "可咨询学校资助中心或银行的国家助学贷款；毕业后可以再申请。",
        "Ask your school's aid office or a bank about a student loan; after your studies you can apply again.",
    ),
    make_reason(
        "purpose_not_allowed",
        "借款用途不在允许范围内。",
        "The loan may not be used for this purpose.",
        "按实际的消费或经营用途重新申请；贷款不得用于投资或偿还其他贷款。",
        "Apply for what you will really buy or do; loans may not be used to invest or to repay other loans.",
    ),
)

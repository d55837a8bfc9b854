"""What a receipt says in a sentence, and the words of the readable copy."""

from collections.abc import Sequence

from contract.texts import LocalText
from mobile_api.rights.schemas import Waiting

CLOSED = LocalText(
    zh="账户已注销，手机号已解绑。", en="The account is closed, and the phone number is detached from it."
)
REST = LocalText(
    zh="下列依法保存的资料已限制使用，只作保存，到期删除。",
    en="What the law has us keep is listed below. It is stored, used for nothing else, and deleted when its time is over.",
)
WAITS: dict[Waiting, LocalText] = {
    "loan": LocalText(
        zh="您还有未结清的借款：不再需要的资料已删除，账户留到结清为止，方便您还款，之后自动注销。",
        en="A loan is still running. What it does not need is erased. The account stays open so that you can pay, and closes by itself once the loan is settled.",
    ),
    "case": LocalText(
        zh="您有正在处理的投诉或事项：相关对话保留到答复之后，再自动删除。",
        en="A complaint or another case of yours is being looked into. Your conversations are erased by themselves once it is answered.",
    ),
    "conversation": LocalText(
        zh="对话还在进行，结束后自动删除。", en="A conversation is still going on. It is erased by itself afterwards."
    ),
    "service": LocalText(
        zh="申请已登记，系统暂时繁忙，稍后自动完成。",
        en="Your request is on record. A part of the system does not answer now; it is carried out by itself later.",
    ),
}

CODE_NEEDED = LocalText(
    zh="还差一步：为防他人冒用，请打开「我的资料」，用短信或电话验证码确认注销。确认之前，什么都不会删除；确认后马上办理，并给您回执。",
    en="One step is left, so that nobody else can do this in your name: open “My data” and confirm with a code that we text or call to you. Nothing is "
    "erased before that. Then it is done at once, and you get a receipt.",
)


def summary(waits: Sequence[Waiting], *, account_closed: bool) -> LocalText:
    said = [*([CLOSED] if account_closed else []), *(WAITS[one] for one in waits)]
    if "service" not in waits:
        said.append(REST)
    return LocalText(zh="".join(one.zh for one in said), en=" ".join(one.en for one in said))

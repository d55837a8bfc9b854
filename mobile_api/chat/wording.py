"""What the gateway itself says in a conversation."""

from contract.texts import LocalText

DIALOGUE_DOWN = LocalText(
    zh="抱歉，助手暂时无法回复。您的消息已保存，恢复后会回复您。",
    en="Sorry, the assistant can't answer right now. Your message is kept and will be answered as soon as it is back.",
)
HANDOFF_CLAIMED = LocalText(zh="人工客服已接入。", en="A colleague has joined the conversation.")
CODE_NOT_SENT = LocalText(
    zh="验证码暂时发不出去，请过几分钟说「再发一次」。您也可以说「人工」，由同事帮您。",
    en="I can't send a code at the moment. In a few minutes say “send it again”, or ask for a person.",
)
ID_NUMBER_HIDDEN = LocalText(
    zh="为了您的安全，对话里的身份证号码已隐藏，没有保存。核实身份请到页面上的「我的 → 身份信息」。",
    en="For your safety the identity number is hidden here and was not kept. To verify your identity, open “Me → Identity” on the page.",
)
CONVERSATION_CLOSED = LocalText(zh="本次会话已结束，感谢您的咨询。", en="This conversation is closed. Thank you.")

"""What is said at a sign-in by voice. What whoever signs in agrees to comes first."""

from contract.texts import Language, LocalText
from mobile_api.voice.sign_in import Say

LINES = {
    "welcome": LocalText(
        zh="您好，这里是贷话。我是智能助手，不是真人，登录后随时说「人工」就有人帮您。登录本身不借款，费用都会先念给您听。"
        "您说的话只用来识别成文字，不保存录音。请一个数字一个数字地说您的手机号，可以分几段说。",
        en="Hello, this is Loantalk. I am a machine; once signed in, say “a person” at any time and somebody helps you. "
        "Signing in borrows nothing, and every cost is read to you first. What you say is turned into words and no "
        "recording is kept. Please say your mobile number digit by digit; you may say it in parts.",
    ),
    "phone_right": LocalText(zh="我听到的是：{digits}。对吗？", en="I heard {digits}. Is that right?"),
    "go_on": LocalText(zh="{digits}，请接着说。", en="{digits}. Go on, please."),
    "go_on_with_code": LocalText(zh="请接着说。", en="Go on, please."),
    "only_digits": LocalText(
        zh="没听出数字。请一个数字一个数字地说您的手机号。",
        en="I heard no digits. Please say your mobile number digit by digit.",
    ),
    "no_phone": LocalText(
        zh="这不像手机号。请从头再说一遍。境外号码请先说「加」和国家代码。",
        en="This is not a mobile number. Please say it again from the beginning; outside China begin with “plus” and the "
        "country code.",
    ),
    "phone_again": LocalText(
        zh="好的，请从头再说一遍手机号。", en="All right. Please say your mobile number from the beginning."
    ),
    "yes_or_no": LocalText(
        zh="我听到的是：{digits}。对就说「是的，没错」，不对就说「不对」。",
        en="I heard {digits}. Please say “that's right” or “that's wrong”.",
    ),
    "calling": LocalText(
        zh="正在给您打电话，会念六位验证码。听完挂断，再一个数字一个数字地说给我。没接到请说「再打一次」。",
        en="I am calling you now to read out a six-digit code. Hang up when you have heard it, then say it to me digit by "
        "digit. If no call comes, say “call me again”.",
    ),
    "only_code": LocalText(
        zh="请一个数字一个数字地说六位验证码。没接到电话请说「再打一次」。",
        en="Please say the six digits of the code, one by one. If no call came, say “call me again”.",
    ),
    "wrong_code": LocalText(zh="验证码不对，请再说一遍。", en="The code is wrong. Please say it again."),
    "code_over": LocalText(
        zh="这个验证码不能用了。要新的请说「再打一次」。",
        en="This code does not work any more. For a new one, say “call me again”.",
    ),
    "not_sent": LocalText(
        zh="现在打不了电话，请过几分钟再试。", en="I can't call you at the moment. Please try again in a few minutes."
    ),
    "not_called": LocalText(
        zh="这个国家或地区的号码我们不打电话。请说另一个手机号，或者在页面上用短信验证码登录。",
        en="We do not call numbers of that country. Please say another mobile number, or sign in with a text message on the page.",
    ),
    "match_id": LocalText(
        zh="您的账户还不认识这台设备，要先确认是您本人。请一个数字一个数字地说身份证号的后六位；最后一位是 X 的，只说 X 前面的五位。"
        "旁边有人请小心。这不是您的账户，或者不方便说，请说「跳过」。",
        en="Your account does not know this device yet, so I have to make sure that it is you. Please say the last six digits of your identity "
        "number, one by one; if it ends in X, only the five before the X. Mind who can hear you. If this is not your account, or you would "
        "rather not, say “skip”.",
    ),
    "match_card": LocalText(
        zh="请再说一张已绑定银行卡的后四位。",
        en="Now the last four digits of a bank card that is bound to the account.",
    ),
    "only_id_ending": LocalText(
        zh="没听清。请一口气说完身份证号的后六位；最后一位是 X 的，只说前面五位。要跳过请说「跳过」。",
        en="I did not get that. Please say the last six digits of your identity number in one go; if it ends in X, the five before it. Or say "
        "“skip”.",
    ),
    "only_card_ending": LocalText(
        zh="没听清。请一口气说完银行卡的后四位。要跳过请说「跳过」。",
        en="I did not get that. Please say the last four digits of a bound bank card in one go. Or say “skip”.",
    ),
    "match_wrong": LocalText(
        zh="与我们的记录不符。请从身份证号的后六位重新说起。要跳过请说「跳过」。",
        en="That does not match what we know. Please begin again with the last six digits of your identity number. Or say “skip”.",
    ),
    "match_later": LocalText(
        zh="好的。请在页面上确认身份，或者说明这不是您的账户。",
        en="All right. Please show on the page who you are, or say there that the account is not yours.",
    ),
    "signed_in": LocalText(zh="登录成功。", en="You are signed in."),
}


def line(say: Say, language: Language) -> str:
    return LINES[say.line].in_language(language).format(digits=say.digits)

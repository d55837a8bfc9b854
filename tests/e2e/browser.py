"""The web clients as people use them: a real Chromium, pages found by what they say."""

import re
from pathlib import Path
from typing import Any

import pyotp
from playwright.sync_api import Browser, Locator, Page, Playwright, Route, ViewportSize, WebSocketRoute, expect

from mobile_api.auth.sessions import Role
from tests.e2e.desk import new_colleague
from tests.stack import Stack

CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream",
]  # fmt: skip
AXE = Path(__file__).parents[2] / "mobile_api" / "web" / "node_modules" / "axe-core" / "axe.min.js"
PHONE: ViewportSize = {"width": 390, "height": 844}
DESKTOP: ViewportSize = {"width": 1280, "height": 800}
LOCALES = {"zh": "zh-CN", "en": "en-GB"}
TURN_MS = 30_000

WORDS = {
    "zh": {
        "phone": "手机号", "get_code": "获取验证码", "read_code": "开发环境：读取验证码", "sign_in": "登录", "message": "输入消息",
        "chat": "对话", "loans": "我的借款", "read_contract": "阅读并签约", "accept": "接受并签约", "signed": "签约成功",
        "see_loan": "查看借款", "details": "查看详情", "pay": "支付", "paid": "付款已入账", "retry": "重试", "not_sent": "未发送成功",
        "speak": "语音输入", "talk": "语音对话", "listening": "请说，我在听",
        "sign_in_by_voice": "用语音登录", "end_voice": "结束语音", "repeat": "再说一遍", "settings": "语音设置", "yes": "是", "close": "关闭", "stop_and_send": "停止并发送", "with_person": "人工客服为您服务", "with_bot": "智能助手为您服务",
        "in_line": "正在等候人工客服", "username": "用户名", "password": "密码", "totp": "动态验证码", "claim": "接入",
        "open": "查看对话", "reply": "回复客户", "return": "转回智能助手", "note": "备注", "return_now": "确认转回",
        "returned": "对话已转回智能助手", "taken": "已被其他同事接入", "switch": "Switch to English", "send": "发送", "payoff": "查看今天结清需要多少", "settle": "结清 ¥", "settled": "已结清",
        "where": "第 1 期 · 本金", "agree": "我已阅读并同意", "go_on": "同意并继续",
        "identity": "身份信息", "card": "银行卡", "name": "姓名", "id_number": "居民身份证号码", "student": "您是全日制在校学生吗",
        "verify": "提交核实", "verified": "您的身份已核实", "holder": "持卡人姓名", "card_number": "卡号", "bind": "绑定银行卡",
        "bound": "银行卡已绑定", "back": "返回对话",
    },
    "en": {
        "phone": "Phone number", "get_code": "Get a code", "read_code": "Development: read the code", "sign_in": "Sign in",
        "message": "Your message", "chat": "Chat", "loans": "My loans", "read_contract": "Read and sign",
        "accept": "Accept and sign", "signed": "Signed.", "see_loan": "See the loan", "details": "See details", "pay": "Pay ",
        "paid": "Payment received", "retry": "Retry", "not_sent": "Not sent", "speak": "Speak",
        "talk": "Talk by voice", "listening": "Go ahead, I am listening", "sign_in_by_voice": "Sign in by voice", "end_voice": "End voice", "repeat": "Repeat",
        "settings": "Voice settings", "yes": "Yes", "close": "Close", "stop_and_send": "Stop and send",
        "with_person": "You are talking to a person", "with_bot": "You are talking to the assistant",
        "in_line": "Waiting for a person", "username": "Username", "password": "Password", "totp": "One-time password",
        "claim": "Claim", "open": "Open conversation", "reply": "Reply to the borrower", "return": "Return to the bot",
        "note": "Note", "return_now": "Return now", "returned": "back with the bot", "taken": "already claimed",
        "switch": "切换到中文", "send": "Send", "payoff": "See what settles it today", "settle": "Settle with", "settled": "Repaid",
        "where": "No. 1 · Principal", "agree": "I have read and agree", "go_on": "Agree and continue",
        "identity": "Identity", "card": "Bank card", "name": "Name, as on", "id_number": "Resident identity number",
        "student": "Are you a full-time student", "verify": "Verify", "verified": "Your identity is verified",
        "holder": "Cardholder's name", "card_number": "Card number", "bind": "Bind card", "bound": "The card is bound",
        "back": "Back to the chat",
    },
}  # fmt: skip


# The browser of the tests has no voices. This one remembers what it is given, and is never done until it is told.
FAKE_VOICE = """
  window.spoken = [];
  window.rates = [];
  window.cancelled = 0;
  const voice = {
    speak(words) {
      window.spoken.push(words.text);
      window.rates.push(words.rate);
      window.finishReading = () => words.onend?.();
      window.failReading = () => words.onerror?.({ error: "synthesis-failed" });
    },
    cancel() { window.cancelled += 1; },
    getVoices: () => [{ lang: "zh-CN" }, { lang: "en-GB" }],
  };
  Object.defineProperty(window, "speechSynthesis", { value: voice });
"""


def launch(playwright: Playwright, microphone: Path | None = None, *, again: bool = False) -> Browser:
    """A Chromium whose microphone hears the WAV file, once or `again` and again, or else beeps."""
    heard = [f"--use-file-for-fake-audio-capture={microphone}{'' if again else '%noloop'}"] if microphone else []
    return playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS + heard)


class WebPage:
    """One window of a fresh browser profile. `faults` are what the page itself complained of."""

    def __init__(self, browser: Browser, url: str, language: str, viewport: Any) -> None:
        self.url, self.words = url, WORDS[language]
        self.context = browser.new_context(locale=LOCALES[language], viewport=viewport, reduced_motion="reduce")
        self.page: Page = self.context.new_page()
        self.faults: list[str] = []
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))

    def close(self) -> None:
        self.context.close()

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=self.words[name])

    def field(self, name: str) -> Locator:
        return self.page.get_by_role("textbox", name=self.words[name])

    def sees(self, name: str, timeout: float = TURN_MS) -> None:
        expect(self.page.get_by_text(self.words[name]).first).to_be_visible(timeout=timeout)

    def assert_accessible(self) -> None:
        """No finding of axe-core, no sideways scrolling, no error of the page's own."""
        self.page.evaluate(AXE.read_text())
        found = self.page.evaluate("axe.run().then((run) => run.violations)")
        assert [(rule["id"], [node["target"] for node in rule["nodes"]]) for rule in found] == []
        assert not self.page.evaluate("document.documentElement.scrollWidth > innerWidth"), "the page scrolls sideways"
        assert self.faults == []


class BorrowerPage(WebPage):
    def agree(self) -> None:
        self.page.get_by_role("checkbox", name=self.words["agree"]).check()
        self.button("go_on").click()

    def sign_in(self, phone: str) -> None:
        """Ends with the greeting in view."""
        self.page.goto(self.url)
        self.field("phone").fill(phone)
        self.button("get_code").click()
        self.enter_code("sign_in")
        self.agree()
        expect(self.page.locator(".message.from-bot").first).to_be_visible(timeout=TURN_MS)

    def enter_code(self, action: str) -> None:
        """Put the code that was sent where it belongs, as development allows, and go on."""
        self.button("read_code").click()
        expect(self.page.locator("#code")).to_have_value(re.compile(r"\d{6}"))
        self.button(action).click()

    def say(self, text: str) -> list[dict[str, Any]]:
        """Type and send; the replies as they came over the wire, once each is shown."""
        field = self.field("message")
        field.fill(text)
        with self.page.expect_response(is_post, timeout=TURN_MS) as answered:
            field.press("Enter")
        return self._shown(answered.value.json()["replies"])

    def press(self, title: str) -> list[dict[str, Any]]:
        with self.page.expect_response(is_post, timeout=TURN_MS) as answered:
            self.page.get_by_role("button", name=title, exact=True).click()
        return self._shown(answered.value.json()["replies"])

    def _shown(self, replies: list[dict[str, Any]]) -> list[dict[str, Any]]:
        for reply in replies:
            expect(self.page.get_by_text(reply["text"], exact=True).last).to_be_attached()
        return replies

    def card(self, heading: str) -> Locator:
        return self.page.locator(".card", has=self.page.get_by_role("heading", name=heading)).last

    def go_offline(self) -> None:
        """Every call fails as without a network, until `go_online`."""
        self.page.route("**/v1/**", fail)

    def go_online(self) -> None:
        self.page.unroute("**/v1/**", fail)


class DeskPage(WebPage):
    def sign_in(self, stack: Stack, role: Role = "support") -> None:
        """As somebody new."""
        member = new_colleague(stack, role)
        self.page.goto(f"{self.url}/desk")
        self.field("username").fill(member["username"])
        self.page.get_by_label(self.words["password"], exact=True).fill(member["password"])
        self.page.get_by_label(self.words["totp"]).fill(pyotp.TOTP(member["totp_secret"]).now())
        self.button("sign_in").click()
        expect(self.page.locator(".queue")).to_be_visible(timeout=TURN_MS)

    def waiting(self, text: str = "") -> Locator:
        """The newest entry of the queue that says `text` and can be claimed: what colleagues hold is listed too."""
        return self.page.locator(".waiting", has_text=text, has=self.button("claim")).last

    def token(self) -> str:
        return str(self.page.evaluate("JSON.parse(sessionStorage.getItem('loantalk.desk')).access"))

    def freeze_queue(self) -> None:
        """From the next connection on, the live queue shows only its first state."""
        self.page.route_web_socket(re.compile(r"/v1/desk/stream"), first_frame_only)


def is_post(response: Any) -> bool:
    return bool(response.request.method == "POST" and re.search(r"/conversations/[^/]+/messages$", response.url))


def fail(route: Route) -> None:
    route.abort("internetdisconnected")


def first_frame_only(socket: WebSocketRoute) -> None:
    server = socket.connect_to_server()
    sent: list[str | bytes] = []

    def forward(frame: str | bytes) -> None:
        if not sent:
            sent.append(frame)
            socket.send(frame)

    server.on_message(forward)

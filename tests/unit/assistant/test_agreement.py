"""Consent is express; a step is agreed to in plain words; who only listens agrees to nothing."""

from datetime import date

import pytest

from assistant.actions.form_answers import agrees, consents
from assistant.actions.turn import CONFIRM, Turn
from language.yes_no import approves, changes_nothing, heard_rather_than_agreed

CONSENT = "credit_check_consent"


def turn(text: str, asked: str = CONSENT, *, intent: str = "affirm", before: tuple[str, ...] = ()) -> Turn:
    return Turn(
        borrower_id="b", conversation="c", message_id="m", language="zh", text=text, intent=intent, entities={},
        slots={"requested_slot": asked}, in_form=True, last_said=(), said_on=date(2026, 11, 30),
        before=frozenset({"loan_form", "action_listen", *before}),
    )  # fmt: skip


EXPRESS_CHINESE = [
    "同意的", "我同意你们查", "同意授权", "我授权你们查询", "授权吧", "可以查", "你们可以查", "能查", "查吧", "那就查吧",
    "去查吧", "中查吧查吧俺没啥怕查的", "既然是规定，我也没什么好隐瞒的，那就请查吧", "随你们查", "查便查罢，身正不怕影子斜", "行，你们查去，我干干净净的", "请查", "尽管查", "放心查", "随便查", "行，我同意", "好的，授权", "嗯，我同意", "没问题，同意", "没意见，你们查吧", "允许查询", "准许你们查",
    "同意查征信", "我愿意授权", "对，同意", "確認同意", "我同意查詢", "可以查詢", "授權給你們", "批准查询", "同意！",
]  # fmt: skip
EXPRESS_ENGLISH = [
    "I agree to that", "agreed", "I consent to the check", "consent given", "you may look at it", "you can run it", "yes you may", "you can check my report",
    "go ahead and run the check", "please check it", "you have my consent", "you have my permission", "I authorise you", "I authorize the credit check",
    "yes, you have the right to check", "ok can pull my credit report, no prob", "I'll allow it", "sure, check away", "run the credit check", "pull my report", "yes please do the check", "OK, I agree", "fine, I consent", "I give you my permission",
    "feel free to check", "happy for you to check", "yes, you can look at my report", "no problem, I agree", "I hereby consent",
]  # fmt: skip
PLAIN_CHINESE = [
    "是", "是的", "对", "对的", "好", "好的", "好啊", "好呀", "好哒", "好嘞", "可以", "可以的", "行", "行的", "没问题", "没意见", "没有意见", "愿意", "当然", "当然可以",
    "行，我没啥可藏的", "可以，没什么见不得人的", "嗯，可以", "嗯好的", "好的好的", "是的，没问题", "OK", "ok的", "對", "沒問題", "行啊",
]  # fmt: skip
PLAIN_ENGLISH = [
    "yes", "Yes!", "yeah", "yep", "yup", "yea", "sure", "ok", "okay", "of course", "certainly", "absolutely", "definitely", "yes please", "please do", "go ahead",
    "no problem", "no objection", "no objections", "I do", "yes, I do", "sure, go ahead", "okay yes", "yes yes", "yes of course", "I'm fine with that", "I'm ok with it",
    "yes that's fine", "ja go ahead, you'll find nothing but mosquito bites", "Yes, it is exact.",
]  # fmt: skip
NOISE_CHINESE = [
    "嗯", "嗯嗯", "嗯嗯嗯", "哦", "哦哦", "噢", "喔", "唔", "啊", "呃", "好吧", "行吧", "知道了", "我知道了", "嗯嗯知道了", "哦，明白了", "明白", "了解", "了解了", "懂了", "清楚了",
    "原来如此", "哦原来是这样", "这样啊", "是吗", "收到", "好吧，知道了", "随便", "无所谓", "谢谢", "嗯，谢谢", "好的，知道了", "好的，明白了", "行，了解", "好的谢谢你", "唉，好吧",
]  # fmt: skip
NOISE_ENGLISH = [
    "right", "Right.", "i see", "oh i see", "got it", "gotcha", "uh-huh", "mhm", "mm-hmm", "hmm", "um", "oh", "ah right", "understood", "noted", "makes sense", "fair enough",
    "good to know", "interesting", "whatever", "sure whatever", "ok whatever", "fine, whatever", "i guess", "i guess so", "i suppose", "thanks", "ok thanks", "okay, got it",
    "ok i see", "yeah i understand", "if you must", "cool", "right, thanks",
]  # fmt: skip
NEITHER = [
    "不同意", "我不同意查", "先别查", "还没同意", "考虑一下再说", "不可以查", "不授权", "同意吗", "授权是什么", "如果不影响征信我就同意", "要是查了没事我就授权", "可以查，但别打电话给家里",
    "我老婆同意了", "谁同意的", "同意书发我看看", "I do not agree", "I don't consent", "no, you may not", "not without my lawyer", "do you need my consent?", "what do I consent to",
    "if it doesn't hurt my score I agree", "I agree but only once", "my wife would agree", "don't check it", "let me think", "why would I agree",
    "I don’t consent", "I don’t agree", "no, you can’t check my credit", "I won’t authorize it", "don’t check my credit",
]  # fmt: skip


@pytest.mark.parametrize("text", [*EXPRESS_CHINESE, *EXPRESS_ENGLISH])
@pytest.mark.parametrize("before", [(), ("action_answer_question",)])
def test_words_that_name_the_consent_give_it_even_after_a_digression(text: str, before: tuple[str, ...]) -> None:
    assert consents(turn(text, intent="nlu_fallback", before=before))


@pytest.mark.parametrize("text", [*PLAIN_CHINESE, *PLAIN_ENGLISH])
def test_a_plain_yes_consents_to_the_question_itself_alone(text: str) -> None:
    assert consents(turn(text))
    assert consents(turn(text, before=("action_clarify",)))
    assert not consents(turn(text, before=("action_answer_question",)))


@pytest.mark.parametrize("text", [*NOISE_CHINESE, *NOISE_ENGLISH])
def test_who_only_listens_agrees_to_nothing(text: str) -> None:
    assert not consents(turn(text))
    assert not agrees(turn(text, CONFIRM))
    assert heard_rather_than_agreed(text)


@pytest.mark.parametrize("text", NEITHER)
def test_a_refusal_a_question_or_a_condition_is_no_consent(text: str) -> None:
    assert not consents(turn(text))


@pytest.mark.parametrize("text", ["同意转人工", "我同意注销", "I agree, let me talk to a person"])
def test_words_that_want_something_else_are_no_consent(text: str) -> None:
    assert not consents(turn(text, intent="talk_to_human"))


@pytest.mark.parametrize(
    "text",
    [
        "OK的", "妥", "妥了", "妥当", "得", "得嘞", "成", "中", "没毛病", "都对", "全对", "完全正确", "都没错", "没有问题", "没问题，提交", "就这样吧", "就这样提交",
        "不用改了，就这样提交", "不改了，提交吧", "没有要改的，确认提交", "没什么要改，提交", "直接提交吧", "马上提交", "确认无误", "👍", "👍👍", "👌提交", "✅", "👍🏻", "好的，提交",
        "looks good", "Looks right to me", "looks fine, submit", "yup all good", "all good", "all correct", "everything is correct", "it's all right", "that's right", "perfect",
        "no problem, send it", "send it", "please submit it", "submit", "no changes, submit it", "nothing to change, looks great", "good to go", "sounds good, submit it now", "exactly, send it off",
        "works for me", "happy with that", "yes everything's fine", "let's do it", "ok do it",
    ],
)  # fmt: skip
@pytest.mark.parametrize("intent", ["affirm", "nlu_fallback", "inform"])
def test_what_was_read_back_is_approved_in_any_plain_words(text: str, intent: str) -> None:
    assert approves(text)
    assert agrees(turn(text, CONFIRM, intent=intent))


@pytest.mark.parametrize(
    "text", ["不对", "先不要提交，我再想想", "别提交", "等等", "提交了会怎样", "don't send it", "not yet", "no", "looks wrong", "should I submit?", "改成五万", "随便", "send it later"]
)  # fmt: skip
def test_what_is_no_approval_submits_nothing(text: str) -> None:
    assert not approves(text)
    assert not agrees(turn(text, CONFIRM, intent="deny"))


@pytest.mark.parametrize("text", ["好的，撤回吧", "可以，转人工", "yes, cancel it"])
def test_a_yes_to_leave_is_none_to_submit(text: str) -> None:
    assert not agrees(turn(text, CONFIRM, intent="cancel_flow"))


@pytest.mark.parametrize(
    "text",
    ["不用了", "不用", "不用改", "不用改了", "不需要改", "不改了", "没有要改的", "没什么要改的", "没有可改的地方", "无需改", "好的，不用了", "都不用改"]
    + ["nothing", "nothing to change", "no need", "no need to change anything", "no changes", "no changes needed", "I don't need to change anything", "leave it as it is", "keep it that way", "nothing else, thanks"],
)  # fmt: skip
def test_nothing_is_to_be_changed(text: str) -> None:
    assert changes_nothing(text, was_asked_what=False)


@pytest.mark.parametrize("text", ["没有", "没了", "算了", "不", "no", "nope", "no thanks"])
def test_a_bare_no_changes_nothing_only_where_it_was_asked_what_to_change(text: str) -> None:
    assert changes_nothing(text, was_asked_what=True)
    assert not changes_nothing(text, was_asked_what=False)


@pytest.mark.parametrize(
    "text", ["不用了，取消吧", "不是", "不对", "金额改成五万", "no, the term is wrong", "nothing is right"]
)
def test_other_words_do_want_a_change(text: str) -> None:
    assert not changes_nothing(text, was_asked_what=True)

"""Uses that a loan may not have: gambling, shares and other investments, lending on. Pure.

Somebody's job (做外汇业务的), our licence (放贷资质) and money put into one's own shop are none.
"""

import re

from language.normal import lowered

FORBIDDEN = re.compile(
    r"赌(?!气|场[旁附对])|博彩|买彩票(?![站店机])|[炒买玩投][^。，,]{0,3}(?:股|基金|期货|外汇|币|黄金|理财|原油)|(?:股票|基金(?!会)|期货|理财)(?:投资|账户|产品|亏)|股市|比特币|虚拟币|加密货币|炒外汇|外汇(?:交易|投资|保证金|平台)|做(?:期货|股票|理财|投资(?!人))|(?<!公积)理财(?!经理|顾问|师|公司)|"
    r"投资|转贷|(?:拿[去来]|用[来于]|去|想|再|借钱)(?:给[^。]{0,4})?放贷|放高利贷|转借|(?:再|转手)借给(?:别人|人|朋友|他)|借给别人(?:赚|收|吃)"
    r"|\bgambl(?:e|ing)\b|\bcasino|\b(?:bet(?:ting)? (?:on|it|with)|place (?:a )?bets?|betting|sports ?bets?)\b|\b(?:buy|buying|trade|trading|in|into|on|"
    r"purchase|play(?:ing)?|invest(?:ing)? in) (?:some |more |the )?(?:stocks|stock market|shares|crypto\w*|bitcoin|forex|options|futures|funds|etfs?)\b|"
    r"\bstock market\b|\bbitcoin|\bcrypto(?:currenc\w+)?\b|\bforex\b|\bday[- ]?trading|\binvest(?:ing|ments?)?\b(?! (?:my|our|more|a lot of|some) (?:time|energy|effort))"
    r"|\bre-?lend|\blend it (?:on|out|to)\b|\bloan it out\b|\blend (?:it|the money|this) to\b"
)
ALONE = re.compile(
    r"\W*(?:用[于来]|去|做|炒|买|搞)?(?:炒股|股票|基金|期货|理财|外汇|彩票|赌\w?|币圈|炒币|投资)(?:用|吧|了)?\W*|\W*(?:to buy |for |buying |some )?(?:stocks|shares|bitcoin|crypto|forex|investments?|gambling|betting)\W*"
)
OWN_BUSINESS = re.compile(
    r"投资[^。，,]{0,14}(?:店|铺|馆|厂|设备|生意|工作室|摊|餐|农场|养殖|种植|装修|门面|民宿|车间|自己的?(?:公司|学习|技能))|投资(?:学习|自己|孩子|教育)"
    r"|\binvest(?:ing|ments?)? (?:it |this |some |money |the money )?in(?:to)? (?:(?:my|our|a|the|an|own|new|small) )+(?:\w+ ){0,2}(?:shop|store|business|"
    r"restaurant|farm|cafe|salon|bakery|equipment|workshop|stall|tools?|machines?|kitchen|home|house|education|stud\w+|training)\b"
)
JOB = re.compile(
    r"(?:做|干|搞|从事|负责|卖|是)[^。，,]{0,6}(?:外汇|基金|理财|期货|证券|股票|投资|放贷|彩票|博彩)[^。，,]{0,6}(?:的|业务|工作|行业|销售|公司|经理|顾问|分析|岗)|在[^。，,]{0,8}(?:外汇|基金|理财|期货|证券|股票|投资|"
    r"彩票)[^。，,]{0,6}(?:公司|局|行业|部|工作|上班|店)|(?:理财|投资|基金|股票|证券)(?:经理|顾问|公司|分析师|人)"
    r"|\b(?:work|job|employed|career|manager|clerk|analyst|adviser|advisor|cleaner|cook|dealer|cashier)\b[^.!?]{0,25}\b(?:casino|invest\w*|stocks?|shares|"
    r"fund|forex|crypto\w*|bank|brokerage)\b|\b(?:investment|fund|crypto|forex|casino) (?:bank\w*|compan(?:y|ies)|firm|manager|analyst|adviser|advisor|"
    r"dealer|employee|worker)\b"
)
ABOUT_US = re.compile(
    r"(?:你们|贵司|贵公司|平台|正规|合法)[^。，,]{0,8}(?:放贷|投资)|放贷(?:资质|牌照|机构|公司|平台|人|资格|许可|业务)|\b(?:you|your|who|loantalk)(?:'s|r)? invest"
)
NOT_FOR = re.compile(
    r"(?:不是|不会|不用|没有|没|绝不|不去|不拿|不)(?:用来|用于|拿去|拿来|想|去|做|搞|要)?(?:赌|博彩|炒|投资|理财|买股票|买基金|放贷)"
    r"|\b(?:not|n't|never|isn't|no) (?:\w+ ){0,3}(?:gambl|invest|bet|stocks|shares|crypto|trading)"
)
BORROWING = re.compile(
    r"借|贷|这笔钱|拿来|拿去|用来|用于|用途|\bloan\b|\bborrow|\bmoney (?:is|to|for)\b|\buse it\b|\blend\b|\bneed \d"
)


def is_forbidden_use(text: str, *, asked_for_use: bool = False) -> bool:
    """Whether the words want the money for what it may not be used for. `asked_for_use`: that was the question."""
    text = lowered(text)
    if asked_for_use and ALONE.fullmatch(text):
        return True
    if not (asked_for_use or BORROWING.search(text)) or NOT_FOR.search(text) or ABOUT_US.search(text):
        return False
    return FORBIDDEN.search(JOB.sub(" ", OWN_BUSINESS.sub(" ", text))) is not None

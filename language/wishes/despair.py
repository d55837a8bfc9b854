"""Words of people in a bad place: who gives up on life, who lost somebody, who lost money at gambling. Pure.

Idioms (跳楼价, "the app died", "I can't go on holiday") are none of it.
"""

import re

from language.normal import lowered

BUSINESS = r"(?<!生意)(?<!公司)(?<!店)(?<!厂)(?<!店里)(?<!店铺)(?<!饭馆)(?<!店也)"
THINGS = r"(?<!系统)(?<!页面)(?<!程序)(?<!软件)(?<!网站)(?<!app)(?<!手机)"
HOPELESS = re.compile(
    r"不想(?:再)?活|逼死|站在(?:楼顶|桥上|天台|河边|江边)|跳下去|[吃吞]了?(?:一把|一瓶|很多|好多)药|煤气打开|怎么死|干脆死|没命给|睡着了?不醒|结束(?:这一切|生命|自己)|没有?力气活|不如我不在|(?:手腕|胳膊)上划|先走一步|活不(?:下去|了)|活够|"
    r"不如(?:一)?死|生不如死|(?<!你)(?<!你们)(?<!怕)[想去]死(?![你期吧])(?!\W*$(?<=去死))|寻死|死了算|死了(?:一了百了|得了|干净)|一死了之|死给你|自杀|轻生|寻短见|"
    r"跳(?:楼(?!价|大?甩|大?促)|桥|河|江|海)|上吊|割(?:腕|脉)|烧炭|开煤气|喝(?:农)?药|安眠药|遗书|遗言|想不开|一了百了|(?:我|等我|要是我|如果我)死了|"
    r"活着(?:好|太|真|还|又|也|就是)?(?:累|苦|痛苦|受罪|煎熬|没|有什么|有啥|干什么|干嘛|图)|活得(?:好|太|真)?(?:累|苦|没)|不想(?:再)?醒|(?:想|好想|永远)消失(?!记录)|想(?:要)?解脱|"
    r"人生(?:完了|没|无望|失败)|这辈子(?:完了|就这样了|没(?:救|戏|指望|希望|意思|法))|(?:看不到|没有?|失去)(?:一点|任何|半点)?(?:希望|未来|明天|活路|出路|盼头|奔头)(?:了|可言)?(?!通过|批)|绝望|万念俱灰|"
    rf"{THINGS}崩溃|{BUSINESS}(?:撑|熬|坚持|扛|活|走)不下去|{BUSINESS}(?<!关)熬不(?:过|住)|(?:走到|走上)?绝路|走投无路|不想(?:再)?(?:撑|坚持|面对(?:明天|这一切|生活))|"
    r"日子(?:真的|实在|都|已经)?(?:过不下去|没法过)|放弃(?:生命|自己|人生|活着)|离开(?:这个世界|人世|这世界)|没有我(?:会|更|他们|她们|家里|大家|就好)|别救我|活着的?(?:必要|意义)|没有?(?:了)?勇气活|继续活|人生(?:已经)?没救|心如死灰|活下去的?(?:意义|理由|勇气|力气)|继续(?:活|下去)(?:有|还有)?(?:什么|啥)?意[思义]"
)
UNABLE = (
    r"(?:can't|cant|cannot|can not|can no longer|couldn't|don't (?:think|know if|know how) i can|don't know how to|not able to|unable to|"
    r"(?:so |too )?tired of trying to|no strength to|how (?:am i supposed|do i)(?: to)?|why should i|(?:don't|do not|dont|no longer) (?:want|wish)(?: to)?|i'd rather not)(?: \w+)?"
)
LONGER = r"(?:any ?more|any longer|much longer)"
THE_FORM = (
    r"(?! (?:on )?(?:holiday|vacation|a trip|leave|with (?:the|this|my|that|your) (?:form|application|process|loan|questions?|call|chat)|to (?:the|page|"
    r"step)|until|unless|without|filling))"
)
THE_CONTRACT = r"(?! of (?:the|this|my) (?:contract|loan|agreement))"
HOPELESS_EN = re.compile(
    "|".join(
        (
            rf"\b{UNABLE} (?:go on|carry on|keep going|keep on|continue (?:like this|living))\b{THE_FORM}",
            (
                rf"\b{UNABLE} (?:live like this|bear (?:being|living)|be alive|be here {LONGER}|exist|face (?:another|tomorrow|life|the world)|(?:do|take|face|stand|"
                rf"bear) (?:it|this|things) {LONGER}|(?:live|wake up)(?: {LONGER}| again| tomorrow| at all)?(?= *(?:[,.!;]|$|and\b)))"
            ),
            r"\bkill(?:ing)? my ?self\b|\bsuicid|\bend(?:ing)? (?:it all|my life|everything tonight)\b|\btak(?:e|ing) my (?:own )?life\b|\bself[- ]?harm",
            r"\b(?:hurt|cut|hang|harm)(?:ting|ing)? myself\b|\boverdos|\bjump(?:ing)? (?:off|from|in front of)\b",
            (
                r"\b(?:want|wanna|wish|rather|ready|going|better off|prefer|think\w* (?:about|of)|thought\w* (?:about|of))\b[^.!?]{0,14}\b(?:die|dead|dying|not be here|"
                r"disappear|(?:be|was|were) gone|never been born|end it(?= tonight| now| all|\W*$))(?:\b|$)"
            ),
            (
                r"\b(?:standing )?on the (?:roof|bridge|ledge|edge)\b(?! of)|\bpills in my hand|\btook (?:a lot of|all|too many)[^.!?]{0,12}pills\b|\bholding a knife\b|"
                r"\bwon't (?:be alive|make it through)|\bget through (?:tonight|the night)\b|\b(?:living hurts|being alive (?:is|hurts))\b|\bleave this world\b|"
                r"\b(?:i'll|i will|about|but to|going to) jump(?:ing)?\b|\beverything is over for me\b|\bhaving a breakdown\b|\bgoodbye (?:note|to everyone)\b|"
                r"\bfinish my life\b|\bmight do to myself\b|\bdying would be\b|\bif i'm dead\b|\bfor every(?:body|one) if i\b"
            ),
            r"\b(?:nothing|no reason|not much|little) (?:left )?to (?:live|stay alive|wake up|jump|carry on|go on|keep going)\b",
            r"\bno (?:point|use|sense|reason)(?: left)? (?:any ?more|(?:in )?(?:living|life|going on|carrying on|being (?:here|alive)|trying any ?more|anything))\b",
            r"\b(?:don't|dont|do not|can't|cannot|no longer) see (?:the|any|a) (?:point|use|sense|reason) (?:any ?more|(?:in|of|to) (?:liv|life|go(?:ing)? on|carry|be(?:ing)? (?:here|alive)|stay|any))|\b(?:my )?life has no (?:meaning|point|purpose)\b|\bnothing left for me\b",
            (
                r"\bwhat(?:'?s| is) the (?:point|use) (?:any ?more|(?:of|in) (?:living|life|going on|carrying on|it all|this all|anything|any of it|being (?:here|"
                r"alive)|waking|trying any ?more))\b"
            ),
            rf"\bi (?:see|have|feel i have|got) no (?:hope|future|way out|point$)\b{THE_CONTRACT}|\bthere(?:'s| is| seems)? no (?:hope|future|way out)\b{THE_CONTRACT}",
            r"\b(?:i(?:'?m| am| feel)|feel(?:s|ing)?|life|everything|it(?:'s| is) all|my situation is)\b[^.!?]{0,10}\bhopeless\b",
            r"\b(?:lost|losing|given up|giving up|out of) (?:all |any |every )?hope\b(?! of getting)|\blost (?:all |the |my )?will\b",
            r"\bgiv(?:e|en|ing) up on (?:life|everything|living|myself|it all)\b|\bdone with (?:life|living|everything)\b|\bend of my (?:rope|tether)\b",
            r"\b(?:better(?: off)?|easier|happier) (?:without me|if i (?:was|were|am) (?:gone|dead|not here))|\bnobody would (?:miss|care if i)",
            r"\b(?:my )?life (?:is|feels) (?:over|pointless|meaningless|ruined|worthless|not worth)|\b(?:isn't|not) worth living\b",
            r"\bwant (?:it|this|everything|the pain)(?: all)? to (?:stop|end|be over)\b",
        )
    )
)
SARCASM = re.compile(
    r"\bdying to\b|\bto die for\b|\brather die than\b|\bkilling myself (?:at|for|with|over) (?:the|this|that|my|a|work)\b|\bsuicidal question\b|\bstop the application\b"
)

KIN = r"(?:老公|老婆|爱人|妻子|丈夫|先生|太太|媳妇|老伴|爸爸?|妈妈?|父亲|母亲|爹|父母|爷爷|奶奶|外公|外婆|姥姥|姥爷|儿子|女儿|闺女|孩子|哥哥?|弟弟?|姐姐?|妹妹?|公公|婆婆|岳父|岳母|叔叔?|舅舅?|家人|亲人|对象|男朋友|女朋友|男友|女友)"
KIN_EN = (
    r"(?:husband|wife|spouse|partner|mother|father|mom|mum|dad|parents?|son|daughter|child|baby|brother|sister|grand(?:mother|father|ma|pa|mum|dad)|gran|"
    r"nan|uncle|aunt|fianc[eé]e?|boyfriend|girlfriend)"
)
DIED = r"(?:[走过去]咗(?!一|几)|过身|去世|过世|离世|病逝|病故|身故|往生|辞世|死亡|牺牲|死了|人没了|不在了(?!家)|没了(?!工作|钱|收入|手机|联系|消息|办法|耐心|饭碗|活)|走了(?!一|几|之后再|后门|路|流程|程序|神|好运)|离开(?:了)?(?:我们|人世))"
DEATH = re.compile(
    rf"{KIN}[^，,。！!？?]{{0,10}}{DIED}|(?:借款人|贷款人|持卡人|本人|户主|人)(?:已经|都)?(?:去世|过世|死亡|身故|死了)|丧(?:夫|妻|父|母|偶)|死亡证明"
    rf"|\b(?:my|his|her|our|their|late)(?: \w+)? {KIN_EN}\b(?!'s)[^.!?]{{0,30}}\b(?:died|passed away|has passed\b|passed(?:,| (?:last|on|two|three|a|this|"
    r"yesterday|suddenly|recently|earlier|in)\b)|is dead|was killed|is gone\b(?! to)|no longer (?:with us|alive)|deceased)"
    rf"|\blost my (?:\w+ )?{KIN_EN}\b(?!'s| number| card)|\bi(?:'m| am)(?: now)? a widow(?:er)?\b|\bwidowed\b|\bdeath (?:of my|certificate)\b|"
    rf"\bmy late {KIN_EN}\b(?! (?:always |often |used to )?(?:said|say|told|taught))|\b(?:borrower|account holder|deceased)\b[^.!?]{{0,15}}\b(?:died|has died|passed away|dead|estate|loan)\b"
)
IF_ONE_DIES = re.compile(r"如果|要是|万一|假如|会不会|\bif\b|\bwhat happens when\b|\bshould (?:i|he|she)\b")
OWN_WISH = re.compile(
    r"我?想(?:再)?(?:借|贷|申请)|\bi(?:'d like| want| need| would like)(?: to)?(?: \w+){0,3} (?:loan|borrow)\b|\bborrow (?:\d|some)"
)

GAME = r"(?:网赌|赌博|赌场|赌球|赌钱|赌桌|赌局|百家乐|老虎机|彩票|澳门|牌桌|打牌|麻将|博彩|下注|押注|炸金花|赌)"
GAMBLED = re.compile(
    rf"{GAME}[^。！!]{{0,14}}(?:输|亏(?!待)|赔|欠了|陷|上瘾|戒不|光了|栽|没忍住|害得|毁了)|(?:输|亏|赔)(?:了|光|掉|没|惨|得)[^。]{{0,12}}(?:赌|打牌|牌桌|澳门|彩票)|(?:输|欠)[^，。]{{0,8}}赌债|赌瘾|戒不(?:了|掉)赌|戒赌|"
    rf"沉迷(?:于)?{GAME}|(?:钱|工资|积蓄|家底)[^，。]{{0,4}}输(?:光|没|完|掉)|输(?:红了眼|得精光|了个精光)"
    r"|\b(?:gambl\w*|casinos?|betting|slots|slot machines?|poker|roulette|blackjack|baccarat|lottery|the horses|sports ?book|macau|"
    r"online bets)\b[^.!?]{0,50}\b(?:lost|lose|losing|debts?|addict\w*|blew|gone|wiped|broke\b|ruin\w*|can't stop|cannot stop|problem|relapse\w*)\b"
    r"|\b(?:lost|lose|losing|blew|blown|wiped out|addicted|hooked|in debt|threw away|gambled away|squandered|dropped)\b[^.!?]{0,40}\b(?:gambl\w*|casinos?|betting|"
    r"bets|slots|slot machines?|poker|roulette|blackjack|baccarat|lottery|the horses|sports ?book|macau)\b|\bgambled away\b|\bgambl\w* (?:addict|debts?|"
    r"problem|habit)"
)
NOT_GAMBLED = re.compile(
    r"(?:没有?|不|从不|从来不|从没)(?:参与|参加)?(?:赌|买彩票|打牌)|\b(?:never|don't|do not|didn't) gambl"
)


def sounds_hopeless(text: str) -> bool:
    """Whether the words sound like giving up on life."""
    text = lowered(text)
    return HOPELESS.search(text) is not None or (HOPELESS_EN.search(text) is not None and SARCASM.search(text) is None)


def tells_of_death(text: str) -> bool:
    """Whether somebody near has died, or the borrower has; not what would be if."""
    text = lowered(text)
    return DEATH.search(text) is not None and IF_ONE_DIES.search(text) is None and OWN_WISH.search(text) is None


def tells_of_gambling_losses(text: str) -> bool:
    text = lowered(text)
    return GAMBLED.search(text) is not None and NOT_GAMBLED.search(text) is None

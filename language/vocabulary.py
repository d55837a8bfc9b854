"""The words in which borrowers name the application's fields and their choices, in Chinese and English."""

import re
from typing import Literal, get_args

# What an application asks for, as `contract.lending.applications` has it, in the order in which it is asked.
FieldName = Literal[
    "purpose", "amount", "term_months", "method", "monthly_income", "monthly_expenses", "employment", "employment_years",
    "housing", "assets", "debt", "credit_check_consent",
]  # fmt: skip
FIELDS: tuple[FieldName, ...] = get_args(FieldName)

MONEY_FIELDS: frozenset[FieldName] = frozenset({"amount", "monthly_income", "monthly_expenses", "assets", "debt"})
# The fields for which "none" means nothing owed, owned or spent.
MAY_BE_NONE: frozenset[FieldName] = frozenset({"monthly_expenses", "assets", "debt", "employment_years"})

NAMED: tuple[tuple[FieldName, re.Pattern[str]], ...] = (
    ("monthly_income", re.compile(r"(?:每年|一年|全年|年)?(?:收入|工资|到手|能?挣|赚)|薪水|月薪|年薪|月入|月进账?|\b(?:(?:annual|yearly) )?(?:income|salary)\b|\bearn\b|\bwages?\b|\b(?:get|getting|am|i'm|is|are) paid\b|\bmake\b(?= \d)")),
    ("monthly_expenses", re.compile(r"支出|开销|开支|花销|每月花|月花|花(?=[\d一二两三四五六七八九十几])|\bexpenses?\b|\bspend(?:ing)?\b(?! on)")),
    ("employment_years", re.compile(r"工作年限|工龄|(?:工作|干|做|上班)了?(?=[\d一二两三四五六七八九十]+年)|\byears (?:of|in|at) work\b|\bworked for\b")),
    ("debt", re.compile(r"负债|欠|外债|信用卡|花呗|\bdebts?\b|\bowe\b|\bcredit cards?\b")),
    ("assets", re.compile(r"资产|存款|积蓄|\bassets?\b|\bsavings\b")),
    ("term_months", re.compile(r"期限|期数|分期|分(?=[\d一二两三四五六七八九十几]+[期个年])|\bterm\b")),
    ("amount", re.compile(r"金额|(?<![卡呗条])额度|借(?!呗|条)|(?<![车房网粒学])贷(?=[\d一二两三四五六七八九十几])|贷款?(?:金额|额度)|\bamount\b|\bborrow\b|\bloan (?:of|for)\b|\bneed\b(?= (?:about |around )?(?:\d|[a-z-]+ thousand))")),
    ("method", re.compile(r"还款方式|\bmethod\b")),
    ("purpose", re.compile(r"用途|\bpurpose\b|\buse it for\b")),
    ("housing", re.compile(r"住房|\bhousing\b")),
    ("employment", re.compile(r"工作状况|\bemployment\b")),
)  # fmt: skip
# What is said of oneself unasked, in words that mean nothing else: (field, words, value).
VOLUNTEERED: tuple[tuple[FieldName, str, str], ...] = (
    (
        "housing",
        r"租房|租的?房子|租房住|\bi rent\b|\brenting\b|rent (?:a|my) (?:flat|house|home|apartment|place)",
        "rent",
    ),
    ("housing", r"自有住房|自己的房子?|有自己的房|own my (?:own )?(?:house|home|flat|apartment)", "own"),
    ("housing", r"有房贷|还着房贷|房贷还没还完|have a mortgage", "mortgage"),
    ("housing", r"[和跟与](?:父母|爸妈|家人)(?:一起|同)?住|live with (?:my )?(?:parents|family)", "family"),
    ("employment", r"全职|上班族|full[- ]time", "employed"),
    ("employment", r"兼职|part[- ]time", "part_time"),
    ("employment", r"自雇|自由职业|个体户|self[- ]employed|freelancer?", "self_employed"),
    ("employment", r"退休了|已退休|\bretired\b", "retired"),
    ("employment", r"失业|没(?:有)?工作|待业|unemployed|no job", "unemployed"),
)
# What a loan is for, and no debt that is told of: 「还两张信用卡」, "to clear three credit cards".
PAYS_OFF = (
    r"还(?:清|掉|完|上|一下)?(?:[\d一二两三四五六七八九十几]+[张笔个家]|我的?|别的|其他|其它|别处的?|那些|这些)?(?:信用卡|花呗|借呗|白条|网贷|车贷|欠款|欠的钱|外债|旧账|债)|(?:信用卡|花呗|借呗|白条|网贷|欠款|外债)(?:都|先|全部?|一次)?还(?:清|掉|完)"
    r"|\b(?:pay(?:ing)? (?:off|down)|clear(?:ing)?|settl(?:e|ing)|consolidat\w*|refinanc\w*|get rid of)\b[^,.]{0,24}\b(?:cards?|debts?|loans?|overdrafts?)\b"
)
PAYS_OFF_A_DEBT = re.compile(PAYS_OFF)
OWES = re.compile(r"欠|负债|\bowe\b|\bdebts?\b")
AMOUNT_ITSELF = re.compile(r"金额|(?<![卡呗条])额度|想借|要借|\bamount\b|want to borrow")
NO_DEBT = re.compile(
    r"(?:没有?|无)(?:任何)?(?:负债|欠款|外债|贷款|欠债|债|房贷|信用卡|花呗)|不欠(?:钱|谁|任何)|\bno debts?\b|owe nothing|don't owe"
)
HARDSHIP = re.compile(
    r"还不(?:上|起|了|出)|付不起|困难|失业|被裁|没钱|断供|揭不开锅|生病|住院|"
    r"can't (?:pay|afford|repay)|cannot (?:pay|afford|repay)|unable to|struggl|lost my job|laid off|hardship|difficult"
)
# An income by the year, week or day is not one by the month, and nobody here divides it.
NOT_MONTHLY = re.compile(
    r"年薪|年收入|每年|一年|日薪|时薪|一天|每天|每小时|一周|每周|\ba year\b|by the year|per year|annual|yearly|a (?:day|week)\b|hour|weekly|daily"
)
# What is paid in a month is not what is owed.
NOT_OWED = re.compile(r"每个?月|月供|一个月|\ba month\b|per month|by the month|monthly")
# The parts of a total, each with a label of its own: 「花呗8000，信用卡一万二」; and the words with which sums are no such parts.
LABELS: dict[FieldName, re.Pattern[str]] = {
    "debt": re.compile(
        r"花呗|借呗|白条|微粒贷|网贷|信用卡|房贷|车贷|按揭|助学|朋友|亲戚|同事|同学|亲友|爸妈|父母|我?[爸妈哥姐弟妹]|京东|美团|抖音|支付宝|银行|[工农中建招交邮]行|"
        r"\b(?:credit cards?|cards?|mortgage|car|student|overdraft|friends?|family|parents|brother|sister|uncle|aunt|bank|store|another|the other|payday|phone)\b"
    ),
    "monthly_expenses": re.compile(
        r"房租|租金|水电|物业|暖气|燃气|吃饭|伙食|吃喝|买菜|吃的|车费|交通|通勤|油费|油钱|加油|停车|话费|网费|孩子|小孩|学费|幼儿园|补课|培训|保险|房贷|车贷|月供|信用卡|花呗|"
        r"老人|父母|赡养|日用|零花|杂|烟酒|其他|其它|别的|剩下|生活费|"
        r"\b(?:rent|food|grocer\w*|bills?|utilit\w*|electricity|water|heating|transport|commut\w*|petrol|gas|fuel|bus|phone|internet|kids?|child\w*|school|"
        r"nursery|insurance|mortgage|car|loan|cards?|eating|shopping|everything else|other|the rest|living)\b"
    ),
}
NO_PARTS: dict[FieldName, re.Pattern[str]] = {
    "debt": re.compile(
        r"一共|总共|总计|合计|加起来|[^\w]共|其中|额度|原[来先本]|以前|之前|本来|已经?还|还了|还掉|还剩|剩[下余]?|月供|每个?月|或者?|还是|不是|不对|错|改|利息|"
        r"\b(?:total|altogether|in all|of which|limit|used to|originally|was|already|paid|left|remaining|by the month|monthly|or|not|sorry|actually|interest)\b"
    ),
    "monthly_expenses": re.compile(
        r"一共|总共|总计|合计|加起来|[^\w]共|其中|原[来先本]|以前|之前|本来|或者?|还是|不是|不对|错|改|收入|工资|每年|一年|"
        r"\b(?:total|altogether|in all|of which|used to|originally|was|or|not|sorry|actually|income|salary|by the year|yearly)\b"
    ),
}
# What follows these replaces what stood before them.
CORRECTED = re.compile(
    r"^.*(?:不对|说错了|写错了|打错了|搞错了|应该是|应该为|错了|[哦噢啊呃]不|不不|改成|改为|换成|变成|改到|而是|不是[^是]{1,14}?[,，。\s]是|no,? wait|\bi mean\b|\bi meant\b|\bactually\b|\bsorry\b|"
    r"\bnot [^,.]{1,14}?(?:,|but)|\bchange[^,]*? to\b|\bcorrection\b|\binstead of [^,]+,)"
)
CORRECTS = re.compile(
    r"不对|不是.+是|错了|[哦噢啊呃]不|不不|应该是|改成|改为|改到|改一下|换成|更正|纠正|而是|"
    r"^\W*no\b|\bwrong\b|\bno,? wait\b|\bi mean(?:t)?\b|\bactually\b|\bmake (?:it|that)\b|\binstead\b|\bchange\b|\bcorrect|\bshould be\b|\bnot .+ but\b"
)

# Right before a value these say that it is not meant: 「不是三万」, "rather than 30k". "Not more than 30k" is a bound.
REJECTS = re.compile(
    r"(?:而?不是|并非|而非|不(?:要|用|借|贷|分|填|选|想要|想借)|没说|没要|别(?!人|的|家|处)(?:写|填|弄|选|借)?)"
    r"(?:我|你|借|贷|说|写|填|选|分|要|的|想|那|这|个|成|什么|原来|之前|刚才|金额|期限|收入|月薪|工资|月入|支出)*"
    r"|\b(?:not|never|instead of|rather than|isn't|wasn't|(?:didn't|don't|did not|do not) (?:say|mean|want|need|ask for))\b"
    r"(?:\s+(?:the|a|an|for|about|at|of|want|say|mean|borrow|my|it|was|is|to|rmb))*\s*"
)

CHOICE_WORDS: dict[str, tuple[tuple[str, str], ...]] = {
    # The first that matches wins, so the narrower stands above the wider.
    "purpose": (
        ("other", PAYS_OFF),
        ("renovation", r"装修|装潢|翻新|改造厨房|renovat|refurbish|remodel|\b(?:redo(?:ing)?|new|fix(?:ing)? up) (?:the |my |our )?(?:bathroom|kitchen|roof|floors?|house|flat|home)\b"),
        ("home", r"买房|购房|首付|buy(?:ing)? (?:a )?(?:house|home|flat)|\bmortgage\b|\bhouse\b|\ba home\b"),
        ("car", r"买车|购车|汽车|车贷|换车|修车|变速箱|买(?:辆|台|部)?(?:二手|新)?(?:电动)?车|\bcar\b|vehicle|\bauto\b|\b(?:van|truck|motorbike|scooter)\b"),
        ("business", r"经营|生意|买卖(?!房)|进货|货款|开(?:个|家|间)?[^,，。\d]{0,4}(?:店|铺|馆)|摆摊|店面|门面|创业|周转|公司用|business|\bshop\b|working capital|inventory|\bstall\b|\bmy store\b|start-?up"),
        ("education", r"教育|学费|培训|读书|留学|进修|补习|考研|驾校|学车|educat|tuition|course|stud(?:y|ies)|\bschool\b"),
        ("medical", r"医疗|看病|治病|手术|住院|牙|治疗|药费|体检|medical|hospital|surgery|doctor|health|dent(?:al|ist)|\bteeth\b|\bbraces\b|treatment|operation"),
        ("consumption", r"消费|购物|旅游|旅行|度假|手机(?!号|银行)|电脑|笔记本|平板|相机|数码|电子产品|搬家|彩礼|家电|家具|婚礼|结婚|spending|shopping|travel|holiday|appliance|wedding|consum|electronics|laptop|computer|\b(?:phone|camera|furniture|fridge|tv)\b(?! (?:number|call|bill))|\btrip\b|vacation|honeymoon|moving house"),
        ("other", r"其他|别的|其它|\bother\b|something else"),
    ),
    "method": (
        # 等我本系 and 等我本金 are what Whisper makes of 等额本息 and 等额本金; 等我本期 could be either.
        ("equal_instalment", r"等额本息|等[我额日]本[系息席习]|等额还款|每个?月都?还?的?钱?都?一样|equal (?:monthly )?(?:instal?lments?|payments?|amounts?)|每月还?一样|annuity|same (?:amount )?(?:each|every) month"),
        ("equal_principal", r"等额本金|等我本金|递减|equal principal|declining|decreasing"),
        ("interest_only", r"先息后本|按月付息|interest[ -]only|interest first"),
        ("bullet", r"一次(?:性)?还|到期还|到期一次|bullet|all at (?:the end|once)|lump sum"),
    ),
    "employment": (
        ("student", r"全日制|在校生?|大学生|研究生|学生|\bstudent|at (?:university|college|school)"),
        ("unemployed", r"失业|没(?:有)?工作|无业|待业|暂无工作|unemployed|no job|not working|jobless|between jobs"),
        ("self_employed", r"自雇|自由职业|个体|做生意|开店|创业|老板|自己干|self[- ]employed|freelanc|own business|run my own"),
        ("part_time", r"兼职|临时工|零工|part[- ]time|temp(?:orary)? job"),
        ("retired", r"退休|retired|pension"),
        ("employed", r"全职|上班|受雇|在职|打工|有(?:固定|正式|稳定)?工作|公务员|员工|职员|老师|医生|工程师|employed|full[- ]time|employee|\bwork (?:at|for|in)\b|(?:a|permanent|steady|regular) job|teacher|engineer|nurse"),
        ("other", r"其他|其它|\bother\b"),
    ),
    "housing": (
        ("mortgage", r"房贷|按揭|月供|mortgage"),
        ("rent", r"租|\brent|\bleas"),
        ("family", r"父母|家人|家里|亲戚|宿舍|with (?:my )?(?:parents|family)|parents"),
        ("own", r"自有|自己的|有房|全款|买的房|\bown\b|owner|paid off"),
        ("other", r"其他|其它|\bother\b"),
    ),
}  # fmt: skip
# How borrowers name the products besides their own names, by the purpose that only that product serves; the plain words of a
# purpose count too.
PRODUCT_WORDS: tuple[tuple[str, str], ...] = (
    ("consumption", r"消费贷|信用贷|personal loan|consumer loan"),
    ("renovation", r"装修贷|安居|renovation loan|home loan"),
    ("car", r"车贷|car loan|auto loan"),
    ("business", r"经营贷|小微|生意贷|business loan"),
    ("education", r"教育贷|进修贷|助学|education loan"),
)
PLACES = (re.compile(r"第一|前一个|前者|\bfirst\b|\bformer\b"), re.compile(r"第二|后一个|后者|\bsecond\b|\blatter\b"))
YES = re.compile(
    r"^\W*(?:要|看)(?:的|看|吧|啊|一下)?\W*$|^\W*[付还]款?吧\W*$|对|是|好|行|可以|同意|授权|确认|确定|提交|没错|没问题|正确|愿意"
    r"|\b(?:yes|yeah|yep|yup|ok|okay|sure|fine|that's right|correct|confirm|submit|send it|agree|consent|accept|go ahead|please do|do it|proceed)\b"
)
NO = re.compile(
    r"不|没有|别|勿|拒绝|取消|等等|等一?下|等会|稍等|慢着|晚[点些]|改天|回头|过会|(?:以后|明天)再|\b(?:no|not|never|wrong|cancel|wait|refuse|stop|later|tomorrow)\b|n't\b"
)
SUBMITS = re.compile(r"提交|\b(?:submit|send (?:it|that|this))\b")
# A no; 「不知道」 and "no idea" are none.
NO_FIRST = re.compile(
    r"\W*(?:不(?!知道|清楚|确定|明白|懂|是我自己)|没(?!听|看|明白|懂)|先?别|先不|(?:nope|nah|nobody|no one|no)\b(?! idea))"
)
NO_FAULT = re.compile(r"没错|没问题|没有问题|没有?意见|\bno (?:problem|worries|objections?)\b")
SKIP = re.compile(r"跳过|不想说|不方便|略过|保密|\bskip\b|rather not|prefer not|\bpass\b")
# 剑款, 箭款, 千款 and 倩款 are what Whisper makes of 欠款.
NONE = re.compile(
    r"^\W*(?:(?:我|现在|目前|都|i|have)\W*)*(?:没有?|没啥|没什么|没多少|无|没了|不欠|零|none|no|nothing|zero|nil|0|don't (?:have|owe))"
    r"(?:\W|的|任何|什么|欠|[剑箭千倩]款|款|钱|债|负债|外债|贷款|存款|资产|any|anything|debts?|loans?|savings|assets|积蓄|really|啊|吧|呢|at all)*$"
)
ASKS = re.compile(
    r"[?？]|吗|呢|什么|怎么|怎样|咋|啥|如何|多少|为什么|能不能|\b(?:how|what|when|why|which|who|where)\b|\b(?:can|do|is|are|will|should) (?:i|you|it|there)\b"
)

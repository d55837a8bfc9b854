"""The words in which borrowers name the application's fields and their choices, in Chinese and English."""

import re

from contract.lending.applications import FieldName

MONEY_FIELDS: frozenset[FieldName] = frozenset({"amount", "monthly_income", "monthly_expenses", "assets", "debt"})
# The fields for which "none" means nothing owed, owned or spent.
MAY_BE_NONE: frozenset[FieldName] = frozenset({"monthly_expenses", "assets", "debt", "employment_years"})

NAMED: tuple[tuple[FieldName, re.Pattern[str]], ...] = (
    ("monthly_income", re.compile(r"(?:每年|一年|全年|年)?(?:收入|工资|到手|能?挣|赚)|(?:一个?月|每个?月)(?:能|净|纯|大概|稳定)?[落进](?=[\d一二两三四五六七八九])|底薪|日薪|退休(?:工资|金)(?=(?:是|有|每月|一?个?月)*[\d一二两三四五六七八九]|[^，。,]{0,5}[记写填报][少多错])|退下来(?=[\d一二两三四五六七八九])|薪水|月薪|年薪|月入|月进账?|\b(?:(?:annual|yearly) )?(?:income|salary)\b|\bearn\b|\bwages?\b|\b(?:get|getting|am|i'm|is|are) paid\b|\b(?:make|making|earning|bring(?:ing)? (?:home|in)|take home)\b(?= (?:about |around |roughly |like )?\d)")),
    ("monthly_expenses", re.compile(r"支出|开销|(?<!等)开支(?!吧|就|再|那天|了)|花销|每月花|月花|(?:一个?月|每个?月)花|(?<![摘种卖养插采])花掉?(?=[\d一二两三四五六七八九十几])(?![^，。,]{0,8}买)|生活费|\bliving costs?\b|\bcosts? of living\b|\bexpenses?\b|\bspend(?:ing)?\b(?! on)")),
    ("employment_years", re.compile(r"工作年限|工龄|(?:工作|干|做|上班)了?(?=[\d一二两三四五六七八九十]+年)|\byears (?:of|in|at) work\b|\bwork(?:ed|ing)? (?:full[- ]?time |part[- ]?time |there |here )?for (?=\S+ years?\b)")),
    ("debt", re.compile(r"负债|债务|欠(?!缺|佳|[我俺]的?(?=\d|[一二两三四五六七八九十][^姨叔舅姑伯哥姐弟妹嫂婶爷娘]))|外债|信用卡|花呗|(?:车贷|房贷|网贷)还?[有剩]|还差(?:着)?(?:他|她|人家|别人|银行|朋友)|\bdebts?\b|\bowe\b|\bcredit cards?\b")),
    ("assets", re.compile(r"资产|存款|积蓄|存了(?=[\d一二两三四五六七八九十])|存折[上里]|手头(?:上|还)?有(?=[\d一二两三四五六七八九十])|\b(?:i've|i have|have|got|with)\b[^,.;]{0,14}\bsaved\b|\bassets?\b|\bsavings\b")),
    ("term_months", re.compile(r"期限|期数|分期|\btenures?\b|分(?=[\d一二两三四五六七八九十几]+[期个年])|\bterm\b")),
    ("amount", re.compile(r"金额|银码|钱数(?=[^，。,]{0,4}(?:改|错|不对|换|写))|(?<![卡呗条])额度|借(?!呗|条)|(?<![车房网粒学还])贷(?=[个点]?[\d一二两三四五六七八九十几])|想[^，。,\d]{1,5}[差缺](?=[\d一二两三四五六七八九十])|贷款?(?:金额|额度)|\bamount\b|\bborrow\b|\blooking for (?=(?:about |around |a )?(?:\d|[a-z-]+ (?:thousand|grand)))|\bloan (?:of|for|should say|should be)\b|\b(?:make|change|put) the loan\b|\bcredit of\b|\bneed\b(?= (?:about |around )?(?:\d|[a-z-]+ thousand))")),
    ("method", re.compile(r"还款方式|\bmethod\b")),
    ("purpose", re.compile(r"用途|\bpurpose\b|\buse it for\b")),
    ("housing", re.compile(r"住房|\bhousing\b")),
    ("employment", re.compile(r"工作状况|\bemployment\b")),
)  # fmt: skip
# What is said of oneself unasked, in words that mean nothing else: (field, words, value).
VOLUNTEERED: tuple[tuple[FieldName, str, str], ...] = (
    (
        "housing",
        r"租房|租的?房子|租房住|房子是租的|\bi rent\b|\brenting\b|rent (?:a|my) (?:flat|house|home|apartment|place)",
        "rent",
    ),
    (
        "housing",
        r"自有住房|自己的房子?|房子是自[己个]|有自己的房|own (?:my |our |the )(?:own )?(?:place|house|home|flat|apartment)",
        "own",
    ),
    ("housing", r"有房贷|还着房贷|房贷还没还完|房子?(?:还)?(?:在)?按揭[着中]|have a mortgage", "mortgage"),
    (
        "housing",
        r"[和跟与](?:父母|爸妈|家人|丈母娘|岳父母|公婆|婆婆)(?:一起|同|一块儿?)?住|住(?:在)?[我俺]?(?:爸妈|父母)(?:那|家)|live (?:with|at) (?:my |the )?(?:parents|family|folks|mum|mom|aunt|uncle|sister|brother|in-laws)",
        "family",
    ),
    (
        "employment",
        r"全职(?!妈|太太|主妇|奶爸|爸|带|读|学)|上班族|(?<!enrolled )full[- ]time(?! (?:stud|mum|mom|mother|dad|parent|carer|housewi))",
        "employed",
    ),
    ("employment", r"兼职|part[- ]time", "part_time"),
    (
        "employment",
        r"自雇|自由职业|个体户|自己开的?(?:店|摊|面|小|公司|厂)|(?:跑|开)(?:滴滴|网约车)|跑(?:外卖|众包)|送外卖|摆摊|self[- ]employed|freelancer?|\b(?:run|have|got) my own (?:shop|stall|business|company|salon)\b",
        "self_employed",
    ),
    ("employment", r"退休了|已退休|退休(?:工人|职工|教师|老师|干部)|(?:我|俺|是)退休的|\bretired\b", "retired"),
    ("employment", r"失业|没(?:有)?工作(?!过|经验|年)|待业|unemployed|no job", "unemployed"),
)
# What a loan is for, and no debt that is told of: 「还两张信用卡」, "to clear three credit cards".
PAYS_OFF = (
    r"把[^，。]{0,8}(?:账|钱|债|欠款|信用卡|花呗)[^，。]{0,3}还|还(?:清|掉|完|上|一下)?(?:[\d一二两三四五六七八九十几]+[张笔个家]|我的?|别的|其他|其它|别处的?|那些|这些)?(?:信用卡|花呗|借呗|白条|网贷|车贷|欠款|欠的钱|外债|旧账|债)|(?:信用卡|花呗|借呗|白条|网贷|欠款|外债)(?:都|先|全部?|一次)?还(?:清|掉|完)"
    r"|\b(?:pay(?:ing)? (?:off|down)|clear(?:ing)?|settl(?:e|ing)|consolidat\w*|refinanc\w*|get rid of)\b[^,.]{0,24}\b(?:cards?|debts?|loans?|overdrafts?)\b"
)
PAYS_OFF_A_DEBT = re.compile(PAYS_OFF)
# What others owe is no debt: 「别人欠我八千」; 「欠我哥三万」 is one.
OWED_TO_ME = re.compile(
    r"[^，。,]{0,8}欠[我俺](?:的|了|们)?(?=\d|[一二两三四五六七八九十几好][^姨叔舅姑伯哥姐弟妹嫂婶爷娘])[^，。,]*|(?:[\w']+ ){0,3}owes? (?:me|us)\b[^,.;]*"
)
OWES = re.compile(r"欠|负债|\bowe\b|\bdebts?\b")
AMOUNT_ITSELF = re.compile(
    r"金额|钱数|借的?钱(?:的?数目?)?(?=[^，。,]{0,6}(?:错|不对|改|换|填))|(?<![卡呗条])额度|借款(?:数|额)|想借|要借|\bamount\b|want to borrow"
)
NO_DEBT = re.compile(
    r"(?:没有?|无)(?:任何)?(?:负债|欠款|外债|贷款|欠债|债|房贷|信用卡|花呗)|不欠(?:钱|谁|任何|别人|人家|银行|外[面头])|一分(?:钱)?(?:都|也)?(?:不|没)欠|(?:外头|外面)(?:也|都)?(?:没|无|冇|不)(?:有)?(?:欠账|欠钱|外账|账)|(?:外债|欠债|负债)(?:是|:)?(?:没有|没(?=\W|$)|无(?!法|力)|零|0(?![\d.]))(?!多少|几|好多|想|算|细|清|数|还|填|报|写|说)|\bno debts?\b|\b(?:don't|do not|haven't|have not)(?: have| got)? any (?:other )?debts?\b|\bdebts?(?: (?:elsewhere|else|now))?(?: is| are| i have| i've|:)? (?:none|nothing|zero|nil|0(?![\d.,]*\d|k))\b|owe nothing|don't owe"
)
# 「存款是零」, "debt is 0".
NAMED_AS_NONE = re.compile(
    r"(?:存款|积蓄|资产|负债|欠款|欠的?钱|外债|\b(?:debts?|savings|assets)\b)(?:\s|应该|应当|现在|是|为|:|\bis\b|\bare\b|\bshould be\b|\bnow\b)*(?:零(?![\w])|0(?![\d.]|\s?[wk万千百])|\b(?:zero|none|nil|nothing)\b)"
)
# What can be said of no house: 「没有外债」.
DEBT_ITSELF = re.compile(r"负债|欠|外债|账|\bdebts?\b|owe")
HARDSHIP = re.compile(
    r"还不(?:上|起|了|出)|付不起|困难|失业|被裁|没钱|断供|揭不开锅|生病|住院|"
    r"can't (?:pay|afford|repay)|cannot (?:pay|afford|repay)|unable to|struggl|lost my job|laid off|hardship|difficult"
)
# What is paid in a month is not what is owed.
NOT_OWED = re.compile(r"每个?月|月供|一个月|\ba month\b|per month|by the month|monthly")
# The parts of a total, each with a label of its own: 「花呗8000，信用卡一万二」; and the words with which sums are no such parts.
LABELS: dict[FieldName, re.Pattern[str]] = {
    "assets": re.compile(
        r"银行|存款|存折|国债|国库券|定存|定期|活期|股票|基金|理财|债券|余额宝|支付宝|微信|零钱通?|现金|黄金|公积金|社保|保险|[工农中建招交邮]行|卡里|手里|手头|家里|"
        r"\b(?:bank|savings?|che(?:que|c)king|chequing|books?|fixed deposit|fd|isa|crypto|home|current account|account|cash|stocks?|shares|funds?|gold|alipay|wechat|icbc|yu'?e ?bao|deposit|pension|bonds|piggy bank|mattress)\b"
    ),
    "debt": re.compile(
        r"花呗|借呗|白条|微粒贷|网贷|信用卡|房贷|车贷|按揭|助学|朋友|亲戚|同事|同学|亲友|爸妈|父母|我?[爸妈哥姐弟妹姨舅姑叔伯婶嫂]|老板|邻居|医院|京东|美团|抖音|支付宝|银行|[工农中建招交邮]行|"
        r"\b(?:huabei|jiebei|baitiao|weilidai|supplier|colleague|cousin|sis|bro|dentist|doctor|hospital|vet|garage|school|tax|boss|neighbou?r|mate|roommate|ex|shop|pay later|klarna|afterpay|laptop|fridge|tv|landlord|credit cards?|cards?|mortgage|car|student|overdraft|visa|amex|mastercard|friends?|family|parents|brother|sister|uncle|aunt|bank|store|another|the other|payday|phone)\b"
    ),
    "monthly_expenses": re.compile(
        r"房租|屋租|手机|电话费?|药钱|食饭|租金|水电|物业|暖气|燃气|吃饭|伙食|吃喝|买菜|吃的|车费|交通|通勤|油费|油钱|加油|停车|话费|网费|孩子|小孩|学费|幼儿园|补课|培训|保险|房贷|车贷|月供|信用卡|花呗|"
        r"老人|父母|赡养|人情|随礼|份子|日常|吃喝拉撒|日用|零花|杂|烟|酒|宵夜|外卖|水费|电费|燃气费|游戏|衣服|化妆|奶粉|尿不湿|托班|兴趣班|药|医|健身|其他|其它|别的|剩下|生活费|"
        r"\b(?:rent|house|light|food|feeding|school bus|send (?:home|back)|bus pass|subscriptions?|pets?|dog|cat|laundry|fun|going out|grocer\w*|bills?|utilit\w*|electricity|water|heating|transport|commut\w*|petrol|gas|fuel|bus|phone|internet|kids?|child\w*|school|"
        r"nursery|mess|metro|mobile|tube|train|petrol|medicine|cigarettes|smokes|clothes|gym|mother|mum|parents|insurance|mortgage|car|loan|cards?|eating|shopping|everything else|other|the rest|living)\b"
    ),
}
NO_PARTS: dict[FieldName, re.Pattern[str]] = {
    "assets": re.compile(
        r"原[来先本]|以前|之前|本来|或者?|还是|不是|不对|错|欠|贷|车|房|亏|跌|老婆|老公|每个?月|\b(?:used to|originally|was|were|or|not|sorry|actually|owe|car|house|flat|worth|wife|husband|lost|month)\b"
    ),
    "debt": re.compile(
        r"一共|总共|总计|合计|加起来|[^\w]共|其中|额度|原[来先本]|以前|之前|本来|已经?还|还了|还掉|月供|每个?月|或者?|还是|不是|不对|错|改|利息|"
        r"\b(?:total|altogether|in all|of which|limit|used to|originally|was|already|paid|left|remaining|by the month|monthly|or|not|sorry|actually|interest)\b"
    ),
    "monthly_expenses": re.compile(
        r"一共|总共|总计|合计|加起来|[^\w]共|其中|原[来先本]|以前|之前|本来|或者?|还是|不是|不对|错|改|收入|工资|每年|一年|"
        r"\b(?:total|altogether|in all|of which|used to|originally|was|or|not|sorry|actually|income|salary|by the year|yearly)\b"
    ),
}
# What follows these replaces what stood before them.
CORRECTED = re.compile(
    r"^.*(?:不对|(?<=[—\-–,，。])\s*不[,，。]|重算|说错了|写错了|打错了|搞错了|应该是|应该为|错了|[哦噢啊呃哎诶唉欸]不(?:要|是)?|不不|改成|改为|换成|变成|改到|而是|不是[^是]{1,14}?[,，。\s]是|\bno,? (?:wait|make (?:it|that))|\bi mean\b|\bi meant\b|(?<!what )\bactually\b|\bsorry\b|"
    r"\bnot [^,.]{1,14}?(?:,|but)|\bchange[^,]*? to\b|\bcorrection\b|\binstead of [^,]+,)"
)
CORRECTS = re.compile(
    r"不对|不是.+是|错了|说岔|(?:[讲说写打填记]|听成?)错|[哦噢啊呃哎诶唉欸]不|不不|应该是|改成|改为|改到|改一下|换成|更正|纠正|而是|"
    r"^\W*no\b(?! (?:house|car|home|debts?|loans?|savings|kids|property|mortgage|job|other|idea|more|one))|\bwrong\b|\bno,? wait\b|\bi mean(?:t)?\b|(?<!what )\bactually\b|\bmake (?:it|that)\b|\binstead\b|\bchange\b|\bcorrect|\bshould be\b|\bnot .+ but\b"
)

# Right before a value these say that it is not meant: 「不是三万」, "rather than 30k". "Not more than 30k" is a bound.
REJECTS = re.compile(
    r"(?:(?:听|写|记|打|看|填)成了?|(?<!不是)而?不是|并非|而非|(?:本来|原来|原先|原本|起先|一开始)(?:是)?(?:还)?[想要](?:着|要|借|贷)*|(?<![哎啊哦诶噢呃唉欸])不(?:要|用|借|贷|分|填|选|想要|想借)|没说|没要|别(?!人|的|家|处)(?:给我|帮我)?(?:写|填|弄|选|借|按|算)?)"
    r"(?:我|你|借|贷|说|写|填|选|分|要|的|想|那|这|个|成|什么|原来|之前|刚才|金额|期限|收入|月薪|工资|月入|支出)*"
    r"|\b(?:not|never|no longer|instead of|rather than|isn't|wasn't|(?:didn't|don't|did not|do not) (?:say|mean|want|need|ask for)|you(?:'ve| have) (?:put|got|written|noted|typed|entered)|you (?:wrote|typed|entered|noted))\b"
    r"(?:\s+(?:the|a|an|for|about|at|of|want|say|mean|borrow|my|it|was|is|to|rmb))*\s*"
)

# Whose home or help is meant: 「住爸妈那」, "at my mum's".
KIN = (
    r"(?:父母|爸妈|爹妈|爹娘|老爸|老妈|阿爸|阿妈|老豆|老母|我?[爸妈爹娘]妈?|老丈人|岳父母?|岳母|岳家|丈母娘|婆婆|公公|公婆|婆家|娘家|夫家|儿子|女儿|闺女|小女|女子|娃儿?|哥哥?|姐姐?|弟弟?|妹妹?|表[哥姐弟妹]|堂[哥姐弟妹]|"
    r"亲戚|家人|屋企人?|舅舅?|姑姑?|姨妈?|叔叔?|伯伯?|爷爷|奶奶|外公|外婆|姥姥|姥爷|老人|长辈|老婆家|老公家|媳妇家|男朋友|女朋友|对象|朋友)"
)
KIN_EN = (
    r"(?:mums?|moms?|mothers?|mother-in-law|dads?|fathers?|father-in-law|parents?|folks|family|in-laws?|brothers?|sisters?|sons?|daughters?|aunts?|aunties?|uncles?|grans?|grandmas?|grandmothers?|"
    r"grandpas?|grandparents?|nans?|cousins?|relatives?|wife's (?:\w+ )?|husband's (?:\w+ )?|boyfriends?|girlfriends?|partners?|mate)"
)
CHOICE_WORDS: dict[FieldName, tuple[tuple[str, str], ...]] = {
    # The first that matches wins, so the narrower stands above the wider.
    "purpose": (
        ("other", rf"{PAYS_OFF}|(?<!don't )(?<!not )\b(?:put|choose|mark|write|tick) other\b"),
        # What is opened or stocked is a trade, whatever it teaches or sells.
        ("business", r"\b(?:open(?:ing)?|start(?:ing)?|set(?:ting)? up) (?:up )?(?:a |an |my |our |me )(?:\w+ ){0,3}(?:joint|shop|cent(?:re|er)|studio|business|cafe|salon|garage|clinic|stall|stand)\b|\bopen(?:ing)? (?:up )?(?:a |an |my |our |one |small |little )(?:\w+ ){0,3}(?:school|academy|eatery|wash|bar|restaurant|bakery|laundry|kitchen|gym|store|place|parlou?r|branch|nursery|farm|company)\b(?! (?:course|fee))|\b(?:for|of) (?:my|ma|me|our) (?:\w+ ){0,3}business\b(?! (?:trip|visa|school|course|class|degree|studies))|^\W*stock\b(?! market)|\bcontainer of\b"),
        ("business", r"(?:做|跑)(?:点|些)?小?生意用|经营用|挣钱用|接活|做(?:点|些)?买卖|进货|拉货用"),
        ("education", r"(?:去|要|想)?学[^，。,\s]{0,8}(?:课|证|技术|手艺)|学费|(?<![开办])报(?:个|了|一个)?[^，。,\d]{0,10}(?:班|课|培训)|\b(?:diploma|degree|certificate) (?:of|in)\b"),
        ("medical", r"医疗|医院|医药|看病|看毛病|看(?:个)?(?:眼睛|医生|大夫)|治病|生病|病了|重病|大病|手术|结石|割(?:阑尾|胆|痔)|智齿|根管|肿瘤|癌|住院|牙|治疗|药费|吃药|买药|体检|开刀|搭桥|支架|化疗|透析|骨折|换关节|人工关节|膝盖|髋|白内障|近视|坐月子|生孩子|产检|试管|康复|理疗|救命|icu|"
            r"\b(?:medical|medicine|meds|hospital|surger(?:y|ies)|surgical|doctors?|health|dent(?:al|ist|ures?)|teeth|tooth|braces|treatment|operations?|clinic|chemo\w*|dialysis|ivf|physio\w*|rehab|knee|hips?|hip replacement|root canal|crown|implants?|x-?rays?|scan|mri|lasik|glasses|eyeglasses|hearing aids?|giving birth|maternity)\b(?! certification)"),
        ("renovation", r"装修|装潢|翻新|翻修|改造|修缮|修房|修屋|修(?:一下)?(?:屋顶|房顶|阳台|厨房|卫生间|浴室|厕所|水管)|地板[^，。,]{0,3}(?:重铺|铺|换)|(?:重新)?刷(?:个|下|一道|一遍)?墙|重新刷|墙皮|粉刷|墙面|换(?:个|下|新)?(?:地板|门窗|窗户|橱柜|瓷砖|马桶|水管|热水器管)|铺(?:地|瓷砖|地暖)|贴(?:瓷砖|墙纸)|做(?:防水|橱柜|吊顶)|"
            r"(?:房子|屋子?|厨房|卫生间|浴室|厕所|天花|屋顶|楼顶|阳台|墙)[^，。,]{0,6}(?:漏|霉|裂|塌|重新|重装|翻(?!箱)|换|改|弄|整)|漏雨|加盖|盖(?:房|楼|屋)|建房|起屋|软装|硬装|精装|毛坯"
            r"|renovat|refurbish|remodel|\b(?:(?:redo(?:ing)?|new|fix(?:ing)?(?: up)?|doing up|do up|paint(?:ing)?) (?:the |my |our |a )?(?:old )?(?:bathroom|kitchen|roof|floors?|flooring|house|flat|home|walls?|windows?|ceiling|boiler|place)|bathroom|kitchens?(?! appliance)|roof(?:ing)?|ceiling|"
            r"tiles?|tiling|decorat\w+|redecorat\w+|plumbing|plaster\w*|damp|boiler|heat pump|(?:fix|new|broken|leak\w*) (?:the |my |our )?toilet|loft|extension|(?<!music )(?:a |the |our |my )conservatory(?! of| school)|repairs? (?:to|on|at|of) (?:the |my |our )?(?:house|flat|home|roof|walls?)|house repairs?|home repairs?|home improvements?|insulation|rewir\w+|new windows|floorboards)\b"),
        ("home", r"买房|购房|(?<!车)(?<!车头)(?<!货车)首付|头期款|买(?:套|个|间)?(?:新|二手|学区)?(?:房|楼|公寓)(?!车|贷)|付定金买|楼房首期|buy(?:ing)? (?:a |an |my |our )?(?:first |new )?(?:house|home|flat|apartment|place)|\bmortgage\b|\bdown ?payment\b|deposit (?:on|for) (?:a |the |my )?(?:house|flat|home|apartment)"),
        # What is driven for the trade is the trade's.
        ("business", r"\b(?:van|truck|scooter|bike|motorbike|car)\b[^,.]{0,16}\b(?:deliver\w*|haul\w*|my (?:business|trade|shop)|uber|taxi|work runs)\b|\bdelivery (?:van|truck|scooter|bike)\b|(?:买|换|搞|整|提)(?:辆|台|部|个)?[^，。,]{0,4}(?:货车|拉货|送货车|出租车|网约车|挖机|收割机|三轮)"),
        ("car", r"买车|购车|汽车|车贷|换车|修车|养车|提车|上牌|保养|车险|二手车|轿车|小车|破车|旧车|老车|车子?(?:坏|撞|抛锚|大修|修)|面包车|小面包|皮卡|五菱|电动车|电瓶车|摩托|摩的|新能源车?|比亚迪|特斯拉|本田|丰田|大众|捷达|飞度|卡罗拉|雪佛兰|别克|哈弗|奇瑞|宝马|奔驰|奥迪|长安|大修(?:发动机)?|变速箱|发动机|轮胎|刹车|"
            r"(?:买|换|搞|整|弄|提|订)(?:个|辆|台|部|一辆|一台)?(?:二手|新|小|代步)?的?(?:电动)?车|代步|\b(?:second[- ]hand motor|cars?|motor ?car|vehicles?|auto|automobile|van|truck|pick-?up|motorbike|motorcycle|scooter|moped|e-?bike|ebike|tyres?|tires?|gearbox|transmission|clutch|brakes?|engine|wuling|hiace|four wheels|byd|tesla|toyota|honda|corolla|civic|camry|accord|passat|prius|"
            r"vw|volkswagen|polo|golf|bmw|audi|mazda|nissan|ford|suv|sedan|hatchback|mot|garage bill)\b"),
        ("business", r"经营|生意|买卖(?!房)|盘货|进(?:点|些|批|一批|[^，。,\d]{1,6}的)?货|(?:平缝|缝纫|锁边|绣花|包装|收银|咖啡|打包)机(?!会)|(?:工作室|店里|摊上|厂里)[^，。,]{0,3}(?:添|换|置办|补)|入[^，。]{0,3}货|进(?:一?批|些|点)(?!钱)|备货|(?<!双十一)(?<!双十二)囤货|补货|铺货|压货|货款|货钱|开(?:个|家|间|了个|一家|一个|一间)?[^,，。\d]{0,6}(?:店|铺|馆|厂|公司|工作室|餐厅|饭店|超市|网吧|诊所|农家乐|民宿|厨房)|盘(?:个|下|一个|了)?[^，。,]{0,8}(?:店|铺|门面|摊|厂)|转让费|加盟|店租|"
            r"摆(?:个|一个)?[^，。,]{0,3}(?:摊|档)|(?:早点|面|菜|水果|烧烤|夜市|地)摊|出摊|摊位|摊摊|档口|店面|门面|铺面|铺头|小店|店里(?:头)?|网店|淘宝|直播|创业|周转|流动资金|公司用|公司(?:进|买|发|周转)|厂里?(?:进|买|要)|设备|机器|机床|原材料|原料|进(?:豆子|面粉|水果|衣服|服装)|发(?:员工|工人)?工资给|给(?:工人|员工|伙计)们?(?:发|结)|(?:工人|员工)(?:的)?工[资钱]|(?:进|买|租)[^，。]{0,3}模板|钢管|钢材|(?:厂家?|供应商|供货商|卖家)[^。]{0,12}[定订]金|[定订]金[^。]{0,6}发货|垫资|垫款|工程款|投标|订单|大棚|化肥|种子|"
            r"饲料|养殖|种植|鱼塘|果园|养(?:猪|牛|羊|鸡|鸭|鱼|虾|蜂)|猪仔|鸡苗|鱼苗|农资|农机|收粮|收(?:玉米|水稻|苹果)|冷柜|冰柜"
            r"|(?<!your )(?<!our )\bbusiness\b(?! days?| hours?| visa| trip)|\b(?:\w*shop|store|salon|restaurant|cafe|bakery|bar|food truck|(?:food|tea|coffee|hot dog) (?:cart|stand)|workshop|studio|farm)\b(?! (?:rent is|for clothes))|working capital|inventory|\bstock\b|\bstocking\b|\brestock\w*\b|\bstalls?\b|start-?up|\bsuppliers?\b|\bfoundry\b|\bfactory\b[^.]{0,24}\bdeposit\b|\bdeposit\b[^.]{0,24}\bfactory\b|\bthen (?:i )?(?:re)?sell\b|\b(?:for|of) (?:the |a |my )?warehouse\b|\bwholesale\b|"
            r"\b(?:container|goods|merchandise|raw materials?|equipment|(?<!washing )machine(?:ry|s)?|fertili[sz]er|seeds|livestock|pigs?|cattle|chickens|cash ?flow|payroll|pay(?:ing)? (?:my|the|our) (?:workers|staff|employees|team|crew)|franchise|tractor|trade fair|my trade|trading)\b|\bbales?\b"),
        ("education", r"教育|学费|培训|读书|读研|读博|读大学|上大学|上学|念书|留学|进修|补习|补课|考研|考公|考证|考(?:个|一个)?证|驾校|驾照|学车|报(?:个|名)?[^，。,]{0,5}(?:班|课|本科|专科)|报名费|本科|大专|专升本|学历|函授|自考|课程|网课|学位|夏令营|托福|雅思|书本费|书杂费|幼儿园|学校|住校|"
            r"(?:学|报)(?:个)?(?:英语|钢琴|编程|技术|手艺|美容|厨师|会计)|educat|tuition|\bcourses?\b|\bstud(?:y|ies|ying)\b|\bschool(?:ing)?\b|\bcolleges?\b|\buniversit\w+|\buni\b|\bexams?\b|\bcertificat(?:ion|e)s?\b|\bdiploma\b|\bdegree\b|\bmaster'?s\b|\bmba\b|\bphd\b|\btraining\b|"
            r"\blessons?\b|\bclasses\b|\bbootcamp\b|\btutor\w*\b|\bdriving (?:licen[cs]e|school|test)\b|\bnursery fees\b|\bsemester\b|\btextbooks?\b|\bielts\b|\btoefl\b"),
        ("consumption", r"消费|日常|带[^，。,\d]{1,5}去(?:趟|一趟|转|逛)|过日子|购物|双十一|双十二|旅游|旅行|旅个游|出去玩|去玩|度假|出国玩|蜜月|手机(?!号|银行)|电脑|游戏本|显示器|笔记本|平板|相机|镜头|显卡|数码|电子产品|ipad|iphone|苹果\d|游戏机|搬家|彩礼|嫁妆|三金|五金|订婚|家电|电器|冰箱|洗衣机|空调|电视|家具|沙发|床垫|婚礼|婚宴|酒席|办酒|结婚|办婚|生日|过年|办年货|买衣服|买包|首饰|"
            r"黄金|手表|钢琴|自行车|宠物|猫|狗|房租|押一付三|交房租|白事|丧事|葬礼|份子钱|医美|整容|健身卡|spending|shopping|travel\w*|holidays?|appliances?|weddings?|consum|electronics|laptops?|computers?|macbook|ipad|"
            r"\b(?:i?phones?|cameras?|furniture|sofa|couch|mattress|bed|fridge|freezer|tv|television|washing machine|washer|dryer|dishwasher|air ?con(?:ditioner)?|aircon|piano|guitar|bicycle|bike|console|playstation|ps5|handbag|jewel\w+|ring|watch|pet|vet|christmas|birthday|anniversary|party|funeral|engagement|married|marriage|"
            r"gifts?|presents|flights?|tickets|visa fee|moving (?:house|costs?|home|flat)|move house|rent deposit|deposit on a (?:new )?rental|living (?:costs|expenses))\b(?! (?:number|call|bill))|\btrip\b|vacation|honeymoon"),
        ("other", r"其他用途|其它用途|别的用途|^\W*(?:就|写|选|填)?(?:其他|别的|其它)(?:的|用途|吧|了)*\W*$|\bother (?:purposes?|things|uses?|reasons?)\b|^\W*(?:put |just |say )?other\W*$|something else"),
    ),
    "method": (
        ("equal_principal", r"\bfirst (?:it )?(?:is )?(?:more|bigger|higher)\b[^.]{0,30}\bless\b|等额本金|等我本金|递减|本金(?:每个?月|月月)?(?:都|也)?(?:一样|相同|固定|不变|均|平均|平摊|等额|分成)|(?:平均|均摊|平摊)本金|越还越少|利息越[^，。,]{1,3}越少|本[钱金](?:匀|平摊)|越往后[^。]{0,3}越少|越来越(?:少|轻松|低)|逐月(?:减|递)|先多后少|前(?:面|头|期)?[^，。,]{0,4}(?:多|高|贵|重)[^。]{0,10}(?:后|越)[^。]{0,6}(?:少|低|轻|便宜)|"
            r"(?:头|前)[回几][^，。]{0,3}多[^。]{0,8}(?:少|低)|一回比一回少|一次比一次少|same principal|start(?:s|ing)? heavy|equal princip(?:al|le)|princip(?:al|le)[^.]{0,20}(?:same|equal)|(?:starts?|begins?) high(?! school)|descending|drop(?:s|ping)(?! only)|declining|decreasing|reducing|dwindl\w+|shrink\w*|tapering|(?:going|coming|goes|comes|go|come) down|(?:gets?|becomes?) (?:smaller|less|cheaper|lower)|(?:higher|more|bigger|heavier) (?:at (?:first|the (?:start|beginning))|(?:up ?)?front|early)|front[- ]?load\w*|less (?:and less|each month|every month)"),
        # 等我本系 and 等我本金 are what Whisper makes of 等额本息 and 等额本金; 等我本期 could be either.
        ("equal_instalment", r"等额本息|匀着(?:还|给|交)|死数|等[我额日]本[系息席习]|等额还款|按月等额|等额(?!本金)|(?:每个?月|个个月|月月|每期|各期|期期|每月)[^，。,]{0,8}(?:那个数|一样数|一致|一样|相同|固定|同样|一个数|不变|平均|均匀|差不多|一般多)|固定(?:的)?(?:月供|还款|每月)|月供(?:固定|一样)|数目(?:都)?一样|equal (?:monthly )?(?:instal?lments?|payments?|amounts?|sums?)|annuity|"
            r"\b(?:same|fixed|equal|identical|level|steady|flat|even|set|regular) (?:(?:amount|sum|money|payments?|figure|thing|number|price|emi|instal?lments?|monthly|parcel|parts?|value|slice|one)\b[^,.;]{0,14})?(?:each|every|per|a|all) (?:single )?months?\b|\balways (?:has )?the (?:same|identical) (?:value|amount|sum)\b|\bsame (?:amount|sum|figure|payment) monthly\b|\bthe same (?:amount|sum|figure|number|payment|thing)? ?(?:each|every) (?:time|go|instal?lment)\b|\bfixed (?:emi|monthly|payments?|instal?lments?)\b|"
            r"\b(?:level|even|steady|equal|flat|constant|same) (?:monthly )?(?:payments?|instal?lments?|repayments?)\b|\bsame emi\b|\bfix(?:ed)? amount\b|\bevery month the same\b|^\W*emi\W*$|\bsame (?:sum|amount|figure) each time\b|\bit'?s the same every\b"),
        ("interest_only", r"先息后本|(?:平时|先|每月|每个月)[^，。,]{0,4}(?:给|付|还|交)利(?!润)|按月付息|按月还息|月付息|(?:先|光|只|仅|就|净)(?:[^，。,连本]{0,4})?(?:还|付|给|交|出)?(?:点|个|清)?(?:利息|利钱|息)|(?<!连本带)(?:利息|利钱)[^。]{0,6}(?:按月|每个?月|月月)|(?:每个?月|月月|平时|平常)[^，。,本]{0,6}(?:利息|利钱)(?!也|和|加|跟)[^。]{0,4}(?=，|,|\s|。|$|本|最|到|[^。]{0,8}本)|"
            r"interest[ -]only|interest[ -]first|\b(?:only|just|jist|merely)(?: \w+){0,3} (?:the )?interests?\b|\binterest (?:only|first|now|monthly|(?:every|each|per|by the) month)\b|\bpay (?:the |off the )?interest\b(?! too| as well| and (?:the )?principal)"),
        ("bullet", r"连本带[利息]|一把(?:全)?(?:给|还|清)|本息一[次起块把]|一次(?:性)?(?:全部|全)?(?:过|还|付|结|清|给|到位)(?!.{0,3}个月)(?!(?:你们?|您)?[\d一二两三四五六七八九])|到期(?:了|后|再|时|一起|一把)*[^，。,]{0,4}(?:还|一次|一起|一把|给|结)|最后一(?:次|把|起|口气|天|哈|锤子|笔)[^，。,]{0,8}(?:还|清|给|付|结)?|期末一次|bullet|all at (?:the end|once)|(?:everything|it all|all of it|the lot|whole (?:lot|thing|sum|amount))[^,.]{0,14}(?:at the (?:very )?end|in one go|one go|"
            r"at once|on the last day|one time)|all in one\b|lump sum|in one (?:go|payment|shot)|one[- ]time|single (?:payment|shot)|one lump|at one blow|nothing at all until|at maturity|in full at the end|nothing (?:monthly|until|till)|balloon|all (?:together )?(?:at|on) the (?:end|last|final)"),
    ),
    "employment": (
        ("self_employed", r"\b(?:nobody|no one) but myself\b|自由职业|自雇|个体户|按件算钱|\bfreelanc\w*|\bself[- ]?employed\b"),
        ("student", r"全日制|在校|^\W*(?:还在)?(?:读研|读博|念书|上学)呢?|大学生|研究生|博士生|(?:在|还在|正在)(?:读|念|上)(?:着)?(?:大[一二三四学专]|研[一二三究]|博|书|本科)|大学(?:没|还没)毕业|(?:今年|现在)?(?:读)?大[一二三四](?:在读|学生|了|，|,|$)|学生(?!贷|签|家长|娃|证的|时代)|还在上学|读紧|\b(?:am|i'm|im|still|full[- ]time|college|uni|university|phd|master'?s) (?:a |an )?(?:\w+ )?student\b|^\W*(?:a )?(?:mature )?student\b|\bdoing (?:my |a )?(?:masters?|phd|degree)\b|\bscholarship\b|\bstill in school\b|\bgrad school\b|\bphd candidate\b|\benrolled (?:full-time )?(?:at|in)\b|\bstill (?:studying|at (?:uni|university|college|school))\b|"
            r"\bat (?:university|uni)\b(?! (?:teach|work))|(?<!teach )(?<!work )\bat college\b(?!.{0,12}teach)|\bstudent\b(?! (?:loan|visa|hall))"),
        ("retired", r"(?<!没)(?<!没有)(?<!没到)(?<!还没)退休|退了休|退下来|离休|内退|^\W*(?:我|早就?)*退[了咯](?=\W|$)|领(?:退[休修]|养老)金|(?<!没)(?<!没有)养老金|吃劳保|\bretired\b|\bretirement\b|\bpension(?:er)?\b"),
        ("part_time", r"兼职|(?:算|按)小时(?:给|算|结|拿)|(?:周|星期|礼拜)六[^，。,]{0,6}(?:周|星期|礼拜)[日天][^，。,]{0,8}(?:帮|做|干|去)|临时工|零工|小时工|钟点工|短工|打散工|散工|日结|(?:一周|一?个?(?:礼拜|星期))[^，。]{0,10}(?:[一二两三四五\d]个)?(?:下午|上午|早上|晚上|半天)|每天[^，。]{0,3}[一二两三四几\d]个?(?:小时|钟头)|不是全[天职]|\b(?:[1-9]|1\d|2[0-4]|\w+teen|ten|twelve|twenty) (?:hours|hrs) (?:a|per|each) week|\b(?:one|two|three|four|\d) (?:mornings|afternoons|evenings|days|nights|shifts) (?:a|per) week|half[- ](?:position|post)|part[- ]?time|temp(?:orary)? (?:job|work)|\btemping\b|\bcasual (?:work|job)|zero[- ]hours|\bodd jobs\b|(?:a )?few hours|half[- ]days?|(?:weekends?|mornings?|evenings?) only|一周[^，。]{0,8}[一二两三]天|(?<!了)半天儿?的?[班活](?![都也没])|(?<!了)半天工(?!作)"),
        ("unemployed", r"失业|^\W*(?:现在|目前)?没活儿?(?=\W|$)|没找[着到](?:事|活|工作)|没(?:有|得)?(?:工作|上班|活干|活儿干|事做|班上)|(?<!自己)(?<!卖)^[^卖开摆做跑接干]*没(?:有|得)?单位|无业|待业|未就业|无工作|暂无|裁了|裁员了|被裁|老板不要我|厂子?(?:倒|黄)了|被辞|被优化|[没冇](?:事|工)做|下岗|刚?离职|辞职了|在家(?:待|呆|躺|带|闲|休息|歇|看娃|照顾)|躺平|耍起|闲着|赋闲|找工作|家庭主妇|主妇|家庭妇女|全职(?:妈妈|妈|太太|主妇|奶爸|爸爸|带娃)|不上班|unemployed|no job|not working|jobless|out of (?:work|a job)|"
            r"between jobs|in between (?:jobs|work)|laid (?:me |us )?off|let me go\b|made redundant|looking for (?:work|a job)|job[- ]?hunting|housewife|house-?husband|homemaker|stay[- ]at[- ]home|full[- ]time (?:mum|mom|mother|dad|parent)|lost my job|got (?:fired|sacked)|never see work|job search|^\W*(?:just )?quit (?:last|this|my)|(?:gave up|quit|left|resigned from) (?:the|my) job|no work (?:since|now|at the moment)|currently not employed|nothing at the moment"),
        ("employed", r"转正|试用期?|这(?:间|家|个)(?:公司|单位|厂)|现在(?:在|是)[^，。]{0,8}(?:食堂|公司|厂|医院|学校)|\bat this (?:firm|company|place|job)\b|(?<!没)有合同(?!副本)|签了?(?:的)?(?:正式|劳动|长期)?合同|正式(?:工|员工|编制|职工)|专送|交(?:着)?(?:社保|五险|公积金)|五险|有编制|在编|编制内|事业单位|公务员|国企|央企|外企|体制内|铁饭碗|坐班|朝九晚五|帮(?:老板|人家|别人|[^，。]{0,4}公司)|给(?:人家|别人|[^，。]{0,5}老板)(?:打工|干|开|做)|(?<!不)全职(?!妈|太太|主妇|奶爸|爸|带)|full[- ]time(?! (?:mum|mom|mother|dad|parent|student|carer|housewife))|permanent|\bon (?:a )?(?:proper |full |long |permanent |regular )?contract\b|\b(?:normal|official|signed|labou?r|work) contract\b|\bon the books (?:at|of|with|in)\b|\bhave (?:an? |my )?employer\b|\bhired (?:by|of|at)\b|\bwith (?:the )?same (?:company|firm)\b|salaried|on (?:the )?payroll|civil servant"),
        ("self_employed", r"\bproprietor\b|\b(?:am|i'm|now) (?:the )?(?:owner|boss)\b|\b(?:my|ma|me|his|her) (?:own|ain) boss\b|\brun(?:s|ning)? (?:his|her|their) own\b|\b(?:owner|boss) of (?:a|an|the|my|one)\b|接案|自己[顾看守]店|自己养车|自己卖|烤冷面|自由人|个体|自营|(?:档口|摊儿?|摊位|铺面?|铺子|小店|门面|门市)[^，。,]{0,2}(?:是)?(?:我|俺|自[己个])(?:的|租)|支(?:了|着|起)?个?[^，。,]{0,4}摊|自(?:己|个儿?)(?:找货|拉货|跑车|干|单干|做|开|搞|弄|当|接|有|办|创|跑|摆|种|包|经营|揽)|单干|做(?:点|些|个)?(?:小)?(?:生意|买卖)|生意人|开(?:了|着|有|个|家|间|一家|一个|一间|的)*[^,，。]{0,6}(?:店|铺|馆|厂子?|公司|档口|摊|小卖部|饭店|超市|工作室|网店|餐厅|诊所|药房|作坊|民宿|车行|门面)|自家开的|开(?:网约车|滴滴|出租车?|的士|货车|大车|快车|顺风车)|摆(?:个|了个|地|小|早|夜)*[^，。,]{0,3}(?:摊|档)|"
            r"\b(?:i'?m|i am|me is|am) (?:the |my own |me own )?boss\b|(?:我|自己)(?:就)?(?:是|当)(?:个)?(?:小)?老板|^\W*(?:小)?老板\W*$|小老板|包工头|跑(?:滴滴|网约车|外卖|货运|车|众包|摩的|闪送|货拉拉|运输|大车|长途|业务单)|送外卖|外卖(?:员|骑手|小哥)|骑手|众包|闪送|货拉拉|接(?:单|活|私活|散活|零活)|种(?:地|田|菜|果树|大棚)|务农|农民|农户|养(?:猪|牛|羊|鸡|鱼|虾|殖|蜂)|自媒体|主播|做直播|up主|带货|"
            r"淘宝店|拼多多店|微商|代购|创业|合伙|档主|店主|摊主|包活|刷单|跟车|self[- ]?employed|freelanc\w*|\bown (?:\w+ ){0,2}(?:business|boss|shop|store|salon|company|stall|restaurant|firm|studio|cafe|garage|farm|practice|workshop)\b|\bof my own\b|\b(?:run(?:ning)?|ke(?:ep|pt)) (?:a|my|an|our) (?:small |little |own )?|\bsole (?:trader|proprietor)\b|\b(?:market )?trader\b|"
            r"\b(?:independent )?contractor\b|\bgig(?:s| work(?:er)?| economy)?\b|\buber\b|\bdidi\b|\bmeituan\b|\bride[- ]?(?:hail|shar)\w*|\bdrive (?:a )?(?:taxi|cab|didi)\b|\bi do deliver(?:y|ies)\b|\bdeliver(?:y|ies)? (?:rider|on my own)|\b(?:delivery )?rider\b|\bfor (?:my|me|his|her|our) ?sel(?:f|ves)\b|\bstall(?:holder)?\b|\bfarm(?:er|ing)?\b|\bnobody's employee\b|"
            r"\b(?:my|our|family) (?:own )?business\b|\bi (?:sell|trade)\b|\bentrepreneur\b|\binfluencer\b|\bstreamer\b|\bcommissions?\b(?= only)|\bmy own\b(?! (?:place|house|flat|car|scooter|home))"),
        ("employed", r"上(?:着)?班|受雇|在职|打工|(?<!没)(?<!没有)(?<!不)有(?:固定|正式|稳定|份)?的?工作|员工|职员|职工|文员|老师|教师|医生|护士|工程师|程序员|码农|司机|保安|会计|出纳|销售|工人|厨师|服务员|经理|店长|店员|导购|收银|警察|军人|保洁|保姆|月嫂|护工|技术员|技工|电工|焊工|木工|客服|快递员|仓管|质检|设计师|律师|编辑|记者|主管|总监|助理|"
            r"(?:在|进|是)[^，。,]{0,12}(?:厂|公司|单位|医院|学校|银行|工地|酒店|超市|饭店|站点|局|所|幼儿园|物业|物流|机关|集团|店)(?:里|头)?(?:上班|做|当|干|踩|打|工作|的|，|,|$)|厂里?(?:妹|哥|打|上)|踩(?:机器|衣车)|流水线|车间|"
            r"\bemployed\b|\bemployee\b|\bon (?:the )?(?:staff|payroll)\b|\b(?<!who i )(?<!looking to )work(?:s|ing)? (?:at|for|in|as|on)\b|\bjob (?:at|in|with|as)\b|(?:a|permanent|steady|regular|office|desk|proper|my) job\b|\bteach(?:er|ing|es)?\b|\bengineer\b|\bnurse\b|\b(?:bus |truck |lorry |company )?driver\b|\b(?:clerk|accountant|manager|waiter|waitress|chef|cook|tester|developer|programmer|trainee|"
            r"apprentice|guard|officer|cashier|receptionist|secretary|assistant|technician|mechanic|electrician|plumber|welder|barista|bartender|cleaner|doctor|lawyer|analyst|designer|editor|supervisor|foreman|factory worker|warehouse worker|shop assistant|sales(?:man|woman|person)?|policeman|soldier|librarian|carer|nanny)\b|\bi'?m (?:um i'm )?with (?:a|an|the)\b|\bin (?:a|the) (?:factory|warehouse|bank|hospital|school|office|hotel)\b"),
        ("other", r"^\W*(?:其他|其它)(?:的|吧)*\W*$|^\W*(?:put )?other\W*$"),
    ),
    "housing": (
        # With whom one shares a rented home is no family.
        ("rent", r"搬(?:出[来去]?|到外[面头边])[^，。,不没]{0,5}租|合租|群租|一起租|租了?一?[个间套](?:房|屋|单间)|\bshar(?:e|ing) [^,.]{0,24}\bwith (?:\w+ ){0,2}(?:mates|friends|colleagues|people|strangers|lads|girls)\b|(?:这个|这边|现在)[^，。,不没]{0,4}租(?!出|给)"),
        ("other", r"宿舍|包住|(?:车|店|工地)(?:上|里)(?:困|睡)|\bres(?:idence)? hall\b|\bhalls of residence\b|集体房|工棚|住(?:在)?(?:店里|公司|单位(?!分的房)|厂里|工地|车里|网吧|酒店|宾馆|船上)|\bdorm(?:itory)?\b|\bhostel\b|\bcompany (?:flat|housing|accommodation|quarters)|\bstaff (?:housing|quarters|accommodation)|\bquarters\b|\bsofa to sofa\b|\bsofa[- ]?surf\w*|\bcouch[- ]?surf\w*|\bbarracks\b|\b(?:sleep|live|living|sleeping)[^,.]{0,12}(?:warehouse|shop|car|van|office|boat|hotel)\b|\bcampsite\b|\bhomeless\b|^\W*(?:其他|其它)(?:的|吧)*\W*$|^\W*(?:put )?other\W*$"),
        ("own", r"(?:没|没有|不|冇)欠着?银行|最后一[笔期次](?:也|都|刚)*[还付交](?:完|清|了)|房本[^，。没]{0,3}[拿取领]回来|房改房|红本|自建房|祖屋|祖宅|留给我的|各人的(?!家)|我(?:跟|和)我?(?:老头|老伴|老公|老婆|媳妇|爱人)(?:子|儿)?的(?!.{0,3}贷)|(?:^|[，,。\s])贷[^，。,没未]{0,3}还(?:完|清)|\bbelongs to (?:us|me)\b|\bpaid the last instal?ment\b|供[断完]|(?:房贷|按揭|贷款|月供)[^，。,没未]{0,6}(?:还|付|交|供|结|偿)(?:清|完|光|掉|断)|(?:房贷|按揭|贷款)[^，。没未]{0,8}清偿|全款|一次付清|无贷|\boutright\b|mortgage[- ]free|\bpaid off\b(?<!not paid off)|\bfully paid\b|\bdebt[- ]free\b|\bmortgage (?:is |all )?(?:paid|done|cleared|finished)"),
        # Beside a landlord or the parents it says no more than that nothing is owed for a house.
        ("own", r"^(?!.*(?:租(?!出|给)|房东|(?:跟|和|住)[^，。,]{0,3}(?:爸|妈|父母|爹|娘|岳)|\brent(?!ed (?:it )?out)|\blandl|\blodg|\btenan|\bleas|\b(?:with|at) (?:my |the |her |his )?(?:wife's |husband's )?(?:parents|mum|mom|mother|dad|father|folks|family|in-laws|grand))).*?(?:(?:没|没有|无|莫|冇)(?:得|有)?(?:房贷|按揭|贷款|带款)|(?:房贷|按揭|贷款|月供)(?:也|都|是|可)?(?:没有|没得|冇|没(?=\W|$))(?!还|多少|几)|\bno mortgage\b)"),
        ("mortgage", r"(?<![没无冇])(?<!没有)(?<!不用)(?<!不还)(?:房贷|按揭|月供)|(?:还|仍|正)?在供|供着|供起|供房|供楼|还供|房奴|贷款买的|每个?月还贷|每个?月[^，。,]{0,4}[给还]银行|(?:房子?|屋)[^。]{0,14}(?:贷款|银行|欠着|没还完|还没还清)|贷款买的?(?:房|$)|还(?:着)?贷|(?<![没不])(?<!没有)欠着?银行|贷款?还(?:有|剩|欠)(?!多少|几)|(?<!no )mortgag|\bhome loan\b|\b(?:bank )?loan (?:for|on) the (?:flat|house|home|apartment)\b|\bpaying off the bank\b|\bstill the bank'?s\b|\bemi\b|\bbank\b[^.]{0,14}\b(?:own(?:s|ing)?|has|holds?|claim|own)\b|\b(?:still )?pay(?:ing)? (?:it|the (?:house|flat|bank)|for it|the place|the loan)[^,.]{0,14}\b(?:off|bank|loan)\b|\bstill paying (?:for|off|the)\b|\bstill paying it\b|\b(?:mine|bought)\b[^.]{0,24}\b(?:still|but)\b[^.]{0,30}\bbank\b|\bbought (?:a|the|my|our) [^,.]{0,24}\bwith the bank\b|\bthe bank'?s?\b[^,.]{0,8}\bmine\b"),
        ("family", rf"(?:住|跟|和|同|与|在|搬回?|跟到|靠|借住|挤|蹭|回)[^，。,租]{{0,5}}{KIN}(?!租|合租)|{KIN}(?:自己|留下|名下|给|留)?(?:的|嘅)?(?:家|那儿?|那边|那里|这儿?|屋|房|老房|楼|物业)|^\W*{KIN}(?:的|嘅|家|那儿?|家里)*\W*$|啃老|(?:女婿|媳妇|他们)[^，。]{0,4}(?:买的|的)房|跟[到着]?他们|家里(?!有|没|人?在|租)|住家|老家(?!自|的?房是我)|屋企|"
            rf"\b(?:with|at|off|in) (?:(?:my|the|our|his|her|old|me|mi) ){{0,2}}{KIN_EN}\b(?! (?:of|name))|\b{KIN_EN}'?s? (?:\w+ )?(?:house|place|flat|home|apartment|sofa|couch|spare room|basement|family)\b|\bfamily (?:home|house)\b|\b{KIN_EN}(?:'s?|s') (?:place|flat|house|home)?\b(?=\W*$|,| lol| for)|\bput family\b|\bstaying with\b|\b(?:with|at) (?:the )?(?:parents|mother|father|family) of\b|\b(?:house|flat|home|place) of (?:my|our) (?:\w+ )?{KIN_EN}\b|(?:\b(?:with|wi|at|off|under) |^\W*)(?:the |my |her |his )?(?:wife|husband)'?s (?:mother|father|parents|folks|family)\b|\bunder the roof of (?:my|our)\b|\bunder (?:my|our) (?:[\w-]+'s) roof\b|\b{KIN_EN} owns?\b"),
        ("rent", r"(?<![不没])租(?:房|别|人|的|嘅|嘞|哩|了|咗|住|个|屋|着|人家|客|约|间|公寓)|合租|整租|群租|出租屋|隔断间?|公租房|廉租|长租|房东|包租婆|二房东|(?<!不收)(?<!不要)(?<!不用交)(?<!没有)(?<!不用)(?<!免)房租|^\W*租\W*$|在租|住.{0,6}租|蛋壳|自如|(?<!no )\brent(?:ing|ed|er|al|s)?\b(?!-free| free)|\blandlord\b|\blandlady\b|\bleas(?:e|ing|ed)\b|\btenan(?:t|cy)\b|\bflat-?shar\w+|\broom-?mates?\b|\bflat-?mates?\b|\blodg\w+|\bhouse-?shar\w+|\bairbnb\b"),
        ("own", r"自有|自住|(?<!要有)(?<!要是有)自己(?:的|[哩嘞](?=房|屋|家)|家|买|盖|修|建|嘅|有|名下)|自家|自建|自购|我(?:的|自己)名下|在我名下|我买的|有(?:套|一套|两套|个)?(?:房|楼)(?!东|租)|买的?(?:房|$)|买了(?:房|套)|房本|房产证|祖宅|宅基地|农村(?:自)?(?:建)?房|\bown(?:ed|s)?\b(?! (?:a car|business))|\bowner\b|\bmine\b|\bours\b|\bmy own (?:place|house|flat|home|apartment)\b|\bhomeowner\b|\bbought (?:it|my|the|a|our)\b|\bin my name\b"),
    ),
}  # fmt: skip
# A question what a choice is, or which of two is better, chooses none.
WHAT_IS_IT = re.compile(
    r"(?:啥|什么)(?:叫|是|意思)|是(?:啥|什么)(?:意思|东西)?|有(?:啥|什么|何)(?:区别|不同|不一样|差别)|(?:区别|差别|差在哪|不同)(?:在哪|是什么|是啥|在)?|哪(?:个|种)(?:好|划算|合适|便宜)|怎么(?:个)?选|\b(?:what(?:'s| is| are| does)|whats) (?:the )?(?:difference|that|it|mean|\w+ \w+ mean)|\bdifference between\b|\bwhich (?:one )?is (?:better|cheaper|best)\b|\bwhat does .{1,24} mean\b"
)
COMPARES = re.compile(r"区别|差|哪|跟|和|还是|或|\b(?:difference|better|vs|versus|or|which)\b")
# Of housing and work 跟 and 和 tell with whom.
CHOOSES = re.compile(r"区别|哪|还是|或|\b(?:difference|better|vs|versus|or|which)\b")
# Behind whatever was asked for: 「外头一分钱都没欠」, "not a penny".
NOTHING_AT_ALL = re.compile(
    r"干干净净|(?:头|第)一[回次](?:问人|跟人|向人)?借|从来?没(?:有)?(?:借|欠)过|一分(?:钱)?(?:[^，。,]{0,4})?(?:也|都)?(?:没|不|冇|无)|分文|一毛(?:钱)?(?:也|都)?(?:没|不)|(?:谁|哪儿?|哪个)(?:也|都)?不欠|(?:不|没|冇|未)(?:有)?欠(?:任何|别|谁|人|啥|什么|嘢)?|莫得(?!好)|冇(?!还|清|停|事|得还)|没得(?!好多|多少|了|.{0,4}有个)|(?:哪样|啥|啥子|嘛|什么|么子)(?:东西|钱)?(?:也|都)(?:没|木|冇|莫)(?:有|得|(?=\W|$))|(?:一个)?子儿(?:都|也)?(?:没|不)|(?:0|零)蛋|(?:都|全)还清了|别无|无(?:其他|任何)?(?:负债|存款|资产|外债|欠款)|没(?:有)?(?:存款|积蓄|存|攒下?|攒到)|^\W*(?:早就?|都)?没了|比脸[还都]干净|叮当响|清零|毛都没有?|屁都没有?|没[外欠]?账|0(?=\W*$)|"
    r"\bnot? (?:a |one )?(?:farthing|penny|cent|fen|dime|thing|sausage|bean)\b|\b(?:nothing(?! (?:serious|that|much|special|major|big))|nothin|nope|none|zip(?! code)|all square|zero(?! (?:shame|idea|interest|clue|stress|problem|chance|percent))|zilch|nada|nil|nowt)\b|\bnobody\b|\bno one\b|\bno (?:outstanding|dues|debts?|liabilities|loans?|savings|assets|other)\b|\bskint\b|\b(?:all|everything) (?:paid|cleared)(?: off)?\b|\bdebt[- ]free\b|\bbroke\b|\bclean as a whistle\b|\bsquare with everyone\b|^\W*0\b"
)
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
SKIP = re.compile(
    r"跳过|不想说|不方便|略过|保密|\bskip\b(?! (?:lunch|dinner|breakfast|meals))|rather not|prefer not|^\W*(?:(?:i'?ll|i|um|hard) )?pass\b(?! (?:costs?|is|for|\d))"
)
# 剑款, 箭款, 千款 and 倩款 are what Whisper makes of 欠款.
NONE = re.compile(
    r"^\W*(?:(?:我|现在|目前|都|i|have)\W*)*(?:没有?|没啥|没什么|没多少|无|没了|不欠|零|none|not a (?:red )?(?:cent|penny|dime|bean)|no|nothing|zero|nil|0|don't (?:have|owe))"
    r"(?:\W|的|任何|什么|欠|[剑箭千倩]款|款|钱|债|负债|外债|贷款|存款|资产|any|anything|debts?|loans?|savings|assets|积蓄|really|啊|吧|呢|at all)*$"
)

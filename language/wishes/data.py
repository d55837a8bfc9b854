"""Wishes about the data held on a borrower: a copy of it, or its deletion. Pure."""

import re

from language.normal import lowered

DATA = r"(?:个人)?(?:信息|资料|数据|档案|隐私|记录|聊天记录)"
HELD_ZH = re.compile(
    rf"(?:导出|下载|复制|拷贝|副本|备份|提供|给我|发(?:给)?我|寄给?我|打印|查阅|查看|调取|看看|看一?下|拿到?|要|索取|领取|公开|披露|告知)[^。]{{0,14}}(?:我|本人|自己)(?:的|在你们|在这|在贵|所有|全部|相关)[^。]{{0,8}}{DATA}"
    rf"|(?:我|本人|自己)(?:的|在你们|在这|所有|全部)[^。]{{0,10}}{DATA}[^。]{{0,10}}(?:导出|下载|复制|拷贝|副本|备份|一份|给我|发我|发给我|打包|打印|查阅|看看|看一下|有哪些|都有什么|是什么)"
    rf"|你们[^。]{{0,8}}(?:存|保存|保留|有|掌握|收集|留|持有|记录|知道)(?:了|着|的)?[^。]{{0,4}}(?:我|本人|关于我)(?:的|哪些|什么|啥|多少|所有|全部)[^。]{{0,6}}(?:{DATA}|$|[?？吗])|(?:关于|有关|涉及)(?:我|本人)的?(?:所有|全部|一切)?{DATA}"
    r"|个人信息(?:副本|拷贝|查阅|查询)|(?:查阅|复制|知情)权|个人信息保护法.{0,8}(?:四十五|45)|(?:要|给我|申请)[^。]{0,4}(?:一份)?个人(?:信息|数据|资料)(?!删|修改|更正)"
)
NOT_HELD_ZH = re.compile(
    r"[还借]款记录|还款计划|流水|合同|结清|征信|交易|收据|凭证|进度|发票|改|更正|更新|错|泄露|卖给|安全吗|删|授权书"
)
HELD_EN = re.compile(
    r"\b(?:copy|copies|export|download|extract|print-?outs?|disclos\w+|access|provide|send|give|show|see|view|receive|obtain|request|get|hand over|list|"
    r"supply|release|need|want|like)\b[^.!?]{0,45}\b(?:(?:my|our) (?:own |personal |stored |full |whole )*(?:data|information|info|details|records?|file|"
    r"profile|dossier)\b|(?:data|information|info|details|records?|everything|file|all)\b[^.!?]{0,25}\b(?:about|on|of|concerning|regarding|relating to|"
    r"from) (?:me|mine|myself)\b)"
    r"|\bwhat\b[^.!?]{0,25}\b(?:do|does|have|did)?\b[^.!?]{0,12}\b(?:you|loantalk|your company)\b[^.!?]{0,15}\b(?:have|hold|held|know|keep|kept|store|"
    r"stored|got|collect|collected|gathered)\b[^.!?]{0,15}\b(?:(?:on|about|of|from) me|of mine)\b|\b(?:everything|all|whatever|anything)\b[^.!?]{0,20}\byou(?:'ve|"
    r"r company)?\b[^.!?]{0,12}\b(?:have|hold|know|keep|store|got|collected|stored)\b[^.!?]{0,15}\b(?:on|about|of|from) me\b"
    r"|\bsend me (?:all|everything)(?: that)? you(?:'ve| have| got| hold)+\b|\bsubject access\b|\bdata access request\b|\bright (?:of|to) access\b|\bdsar\b|\bdata portability\b|\barticle 45\b|\bmy data (?:export|copy)\b|"
    r"\bcopy of (?:my|the) (?:personal )?(?:data|information|file)\b"
)
NOT_HELD_EN = re.compile(
    r"\b(?:statement|contract|payments?|receipt|schedule|credit (?:report|record|file)|application|certificate|change|correct|update|wrong|mistake|leak\w*|"
    r"sell|sold|safe|secure|bank details|who|contact (?:details|information))\b"
)
DELETES = re.compile(
    r"删|注销|清空|清除|清理|清掉|清了|抹|销户|销号|销毁|移除|忘(?:掉|记|了)|遗忘|除名|拿下来|撤走|撤回.{0,6}授权|别(?:再)?(?:保存|留|存)|不(?:想|要|再|许)?(?:让|授权)?(?:你们)?(?:再)?(?:保留|保存|留着|存|持有|授权)|"
    r"号(?:码)?(?:也)?不要了|账号我不要|不再持有|取消.{0,6}会员|退出平台|关闭.{0,4}(?:账户|账号)|别留|都别留"
    r"|\b(?:delet|eras|remov|wip|purg|destroy|deregister|unregister|deactivat|terminat|expung)\w*|\bforg[eo]t\w*|\b(?:close|closing|shut|shutting|"
    r"cancel) (?:down )?(?:my|the|this)? ?(?:account|profile|membership)|\bget rid\b|\bstop (?:storing|keeping|holding)|\b(?:gone|clear|drop)\b|"
    r"\boff your\b|\bno more account\b|\b(?:don't|do not|not) (?:want you to |to )?(?:keep|hold|store)\b|\b(?:hold|keep) no\b|\brevoke\b|\bclose account\b|"
    r"\btake [^.!?]{0,30}(?:off|away|down)\b|\bdon't trust you with\b"
)


def wants_copy_of_data(text: str) -> bool:
    """Whether somebody asks for the data held about them, or which they are; not for a contract, nor to have data deleted."""
    text = lowered(text)
    held = (HELD_ZH.search(text) and not NOT_HELD_ZH.search(text)) or (
        HELD_EN.search(text) and not NOT_HELD_EN.search(text)
    )
    return bool(held) and not DELETES.search(text)


def wants_deletion(text: str) -> bool:
    return DELETES.search(lowered(text)) is not None

"""The provinces of China, by the first two digits of GB/T 2260."""

from collections.abc import Mapping
from typing import Literal

from contract.texts import LocalText

Province = Literal[
    "11", "12", "13", "14", "15", "21", "22", "23", "31", "32", "33", "34", "35", "36", "37", "41", "42", "43", "44", "45", "46",
    "50", "51", "52", "53", "54", "61", "62", "63", "64", "65", "71", "81", "82",
]  # fmt: skip
# As addresses name them, without 省, 市 or 自治区.
PROVINCES: Mapping[Province, LocalText] = {
    "11": LocalText(zh="北京", en="Beijing"),
    "12": LocalText(zh="天津", en="Tianjin"),
    "13": LocalText(zh="河北", en="Hebei"),
    "14": LocalText(zh="山西", en="Shanxi"),
    "15": LocalText(zh="内蒙古", en="Inner Mongolia"),
    "21": LocalText(zh="辽宁", en="Liaoning"),
    "22": LocalText(zh="吉林", en="Jilin"),
    "23": LocalText(zh="黑龙江", en="Heilongjiang"),
    "31": LocalText(zh="上海", en="Shanghai"),
    "32": LocalText(zh="江苏", en="Jiangsu"),
    "33": LocalText(zh="浙江", en="Zhejiang"),
    "34": LocalText(zh="安徽", en="Anhui"),
    "35": LocalText(zh="福建", en="Fujian"),
    "36": LocalText(zh="江西", en="Jiangxi"),
    "37": LocalText(zh="山东", en="Shandong"),
    "41": LocalText(zh="河南", en="Henan"),
    "42": LocalText(zh="湖北", en="Hubei"),
    "43": LocalText(zh="湖南", en="Hunan"),
    "44": LocalText(zh="广东", en="Guangdong"),
    "45": LocalText(zh="广西", en="Guangxi"),
    "46": LocalText(zh="海南", en="Hainan"),
    "50": LocalText(zh="重庆", en="Chongqing"),
    "51": LocalText(zh="四川", en="Sichuan"),
    "52": LocalText(zh="贵州", en="Guizhou"),
    "53": LocalText(zh="云南", en="Yunnan"),
    "54": LocalText(zh="西藏", en="Tibet"),
    "61": LocalText(zh="陕西", en="Shaanxi"),
    "62": LocalText(zh="甘肃", en="Gansu"),
    "63": LocalText(zh="青海", en="Qinghai"),
    "64": LocalText(zh="宁夏", en="Ningxia"),
    "65": LocalText(zh="新疆", en="Xinjiang"),
    "71": LocalText(zh="台湾", en="Taiwan"),
    "81": LocalText(zh="香港", en="Hong Kong"),
    "82": LocalText(zh="澳门", en="Macau"),
}

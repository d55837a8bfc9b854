"""Two sums in one answer are added only where they are plainly parts of the total asked for; else they are asked about."""

import pytest

from contract.lending.applications import FieldName
from language.fields import read_answers

PARTS: list[tuple[str, FieldName, int]] = [
    ("花呗3000，信用卡5000", "debt", 8_000), ("信用卡欠两万，车贷还有十万", "debt", 120_000), ("借呗8千，白条2千", "debt", 10_000), ("房贷50万，信用卡1万5", "debt", 515_000), ("欠朋友5000、欠银行三万", "debt", 35_000),
    ("招行两千，工行3500", "debt", 5_500), ("网贷一万，花呗四千，信用卡6000", "debt", 20_000), ("微粒贷9000和信用卡一万一", "debt", 20_000), ("欠我哥2万，欠同事3000", "debt", 23_000), ("白条1200，花呗800", "debt", 2_000),
    ("車貸四萬，信用卡兩萬", "debt", 60_000), ("支付宝欠3千，美团欠一千五", "debt", 4_500), ("助学贷款两万，花呗3000", "debt", 23_000),
    ("房租九百水电二百吃饭一千一", "monthly_expenses", 2_200), ("吃喝1500 通勤300 杂七杂八200", "monthly_expenses", 2_000), ("rent 900 food 400 bus pass 100", "monthly_expenses", 1_400),
    ("房租2500，吃饭1500", "monthly_expenses", 4_000), ("房租三千，水电500，交通300", "monthly_expenses", 3_800), ("房贷4000，孩子2000，生活费三千", "monthly_expenses", 9_000), ("伙食一千五，油费800", "monthly_expenses", 2_300),
    ("租金2k，其他1k", "monthly_expenses", 3_000), ("物业300，买菜1200，话费100", "monthly_expenses", 1_600), ("信用卡还1500，房租2000", "monthly_expenses", 3_500), ("学费两千，赡养老人一千", "monthly_expenses", 3_000),
    ("车贷3000，保险500", "monthly_expenses", 3_500), ("房租1800块，吃喝一千二", "monthly_expenses", 3_000), ("水电四百、网费一百、房租两千五", "monthly_expenses", 3_000), ("零花500，通勤四百", "monthly_expenses", 900), ("补课1500，幼儿园2200", "monthly_expenses", 3_700),
    ("5k on a credit card and 20k for the car", "debt", 25_000), ("mortgage 400,000 and card 8,000", "debt", 408_000), ("I owe 3000 to a friend and 12k to the bank", "debt", 15_000), ("2000 on one card, 4500 on another", "debt", 6_500),
    ("card 1500, overdraft 700", "debt", 2_200), ("student loan 30k, car loan 15k", "debt", 45_000), ("my brother 5000, my parents 10000", "debt", 15_000), ("credit card ten thousand, payday loan two thousand", "debt", 12_000),
    ("9k to family, 1k to the store", "debt", 10_000), ("the bank 50,000, a friend 2,000", "debt", 52_000), ("phone 1200 and overdraft 300", "debt", 1_500), ("mortgage half a million, car 60k", "debt", 560_000), ("my uncle 8k and my sister 2k", "debt", 10_000),
    ("rent 2500, food 1500", "monthly_expenses", 4_000), ("2k rent and 800 on groceries", "monthly_expenses", 2_800), ("rent 3000, utilities 400, transport 300", "monthly_expenses", 3_700), ("mortgage 5k, kids 2k, food 2k", "monthly_expenses", 9_000),
    ("about 1800 for rent, 1200 for eating out", "monthly_expenses", 3_000), ("nursery 2200 and insurance 300", "monthly_expenses", 2_500), ("car 1500, petrol 600", "monthly_expenses", 2_100), ("electricity 200, water 80, rent 2000", "monthly_expenses", 2_280),
    ("rent is 2600, everything else 1400", "monthly_expenses", 4_000), ("school 3000, bus 100", "monthly_expenses", 3_100), ("phone 100, internet 120, rent 1900", "monthly_expenses", 2_120), ("1k on food and 500 on fuel", "monthly_expenses", 1_500), ("living 3000, card 1000", "monthly_expenses", 4_000),
]  # fmt: skip
SETTLED: list[tuple[str, FieldName, int]] = [
    ("一共三万，花呗5000", "debt", 30_000), ("原来欠10万，现在剩四万", "debt", 40_000), ("总共五千，房租3000", "monthly_expenses", 5_000), ("以前2000，现在三千", "monthly_expenses", 3_000), ("30k in total, 8k on a card", "debt", 30_000),
    ("5k altogether, 3k of it rent", "monthly_expenses", 5_000), ("房租一千二，吃饭一千，水电三百，加一块儿两千五", "monthly_expenses", 2_500), ("6,000 on one card and 9,000 on another. So 15,000", "debt", 15_000),
    ("it was 20k, 8000 left", "debt", 8_000), ("原来一万五，还了五千，还剩一万", "debt", 10_000), ("攒了一万三，花出去九千，现在就剩四千了", "assets", 4_000), ("毛的两万二，油费七千，净剩一万五", "monthly_income", 15_000),
    ("工资一万五，上礼拜降的，以前是两万", "monthly_income", 15_000), ("我哥说五万，我要三万", "amount", 30_000), ("my sister says 90k, I want 60k", "amount", 60_000), ("11k. My wife earns 8k in the hospital", "monthly_income", 11_000),
    ("三万不对三万五", "amount", 35_000), ("八千不够一万二吧", "amount", 12_000), ("本来想借五万的，还是三万吧", "amount", 30_000), ("um twenty no no make it twenty two thousand", "amount", 22_000), ("maybe 20k, no, put 25k", "amount", 25_000),
    ("以前有九千多，现在到手就六千三", "monthly_income", 6_300), ("23k in a good month, 9k in a bad one, so put 15k", "monthly_income", 15_000), ("one brother says 20k, I only want 16k", "amount", 16_000),
    ("底薪5000，提成3000", "monthly_income", 8_000), ("底薪四千加提成两千", "monthly_income", 6_000), ("base 4000, commission 3k", "monthly_income", 7_000), ("four grand base and two thousand in tips", "monthly_income", 6_000),
    ("3000 plus 4000", "debt", 7_000), ("低保七百六，加上糊纸盒子五百四", "monthly_income", 1_300), ("savings of 20,000 plus another 2,000 at home", "assets", 22_000),
    ("base 4,000 plus 2,000 in tips", "monthly_income", 6_000), ("底薪三千五，全勤两百，补贴三百", "monthly_income", 4_000),
    ("信用卡额度五万，用了两万", "debt", 20_000), ("card limit 20000, I owe 5k", "debt", 5_000), ("the limit is 30k, I have used 4,200", "debt", 4_200),
    ("花呗剩三千，白条两千，网贷还剩五千", "debt", 10_000), ("水费四十，电费一百二，房租九百", "monthly_expenses", 1_060), ("rent 1800, food 900, phone 40", "monthly_expenses", 2_740),
]  # fmt: skip
NO_PARTS: list[tuple[str, FieldName]] = [
    ("8000，12000", "debt"), ("欠五万，还了两万", "debt"), ("信用卡8000或者花呗9000", "debt"), ("信用卡欠8000，信用卡欠12000", "debt"),
    ("车贷一共十万，其中已还3万", "debt"), ("房贷30万，月供2000", "debt"), ("两万，每月还一千", "debt"), ("花呗两千还是借呗三千", "debt"), ("房租2000到3000", "monthly_expenses"), ("3000，5000", "monthly_expenses"), 
    ("钱8000，房租3000", "monthly_expenses"), ("存款5万，车值8万", "assets"), ("房子100万，存款10万", "assets"), 
    ("月薪8000，年终奖三万", "monthly_income"), ("我8000，我老婆6000", "monthly_income"), ("上个月九千，这个月一万一", "monthly_income"), ("三万，五万", "amount"), ("想借3万，最好五万", "amount"), ("5000加8000", "amount"),
    ("8000 or 9000", "debt"), ("10k and 12k", "debt"), ("I owe 50k, already paid 20k", "debt"), ("mortgage 300k, 2k a month", "debt"),
    ("8000 on the card, 9000 on the card", "debt"), ("originally 40k on the car, 10k on the card", "debt"), ("6000, maybe 7000", "debt"), 
    ("2000 or 2500 for rent", "monthly_expenses"), ("I used to spend 5k, rent is 3k", "monthly_expenses"), ("2k, 3k", "monthly_expenses"), ("rent 2000 or 3000, food 1k", "monthly_expenses"), ("savings 50k, car worth 80k", "assets"),
    ("I make 9k, my wife 7k", "monthly_income"), ("9000 last month, 11k this month", "monthly_income"),
    ("20k or maybe 30k", "amount"), ("20k plus 5k", "amount"), ("30000, ideally 50000", "amount"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "asked", "yuan"), PARTS)
def test_parts_of_the_total_asked_for_are_added(text: str, asked: FieldName, yuan: int) -> None:
    assert read_answers(text, asked).values == {asked: yuan * 100}


@pytest.mark.parametrize(("text", "asked", "yuan"), SETTLED)
def test_of_several_sums_the_words_may_settle_one(text: str, asked: FieldName, yuan: int) -> None:
    assert read_answers(text, asked).values[asked] == yuan * 100


@pytest.mark.parametrize(("text", "asked"), NO_PARTS)
def test_other_sums_side_by_side_are_asked_about(text: str, asked: FieldName) -> None:
    answers = read_answers(text, asked)
    assert asked not in answers.values
    assert asked in answers.unclear


@pytest.mark.parametrize(
    ("text", "asked", "yuan"),
    [("没有信用卡，欠朋友两万", "debt", 20_000), ("no credit cards, but I owe my brother 5000", "debt", 5_000), ("三张信用卡，一共欠8000", "debt", 8_000), ("2 cards, 6k on them", "debt", 6_000)],
)  # fmt: skip
def test_one_sum_beside_other_words_is_that_sum(text: str, asked: FieldName, yuan: int) -> None:
    assert read_answers(text, asked).values[asked] == yuan * 100


@pytest.mark.parametrize(
    "text",
    ["还两张信用卡", "还清三张信用卡", "把花呗还清", "想先还掉网贷", "还别处的欠款", "清一下：还信用卡", "還信用卡", "还完车贷", "to clear three credit cards", "paying off two loans", "consolidate my cards",
     "clearing my debts", "to settle two overdrafts", "refinance a loan", "get rid of my credit card debt", "pay off my student loan", "pay down three cards"],
)  # fmt: skip
@pytest.mark.parametrize("asked", [None, "purpose"])
def test_paying_off_what_is_owed_elsewhere_is_a_purpose_and_no_debt(text: str, asked: FieldName | None) -> None:
    assert read_answers(text, asked).values == {"purpose": "other"}

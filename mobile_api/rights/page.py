"""The readable copy of a borrower's data: one HTML page without scripts, which opens without a network. Pure but for its labels."""

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from html import escape
from pathlib import Path
from typing import Any

from contract.lending.rights import HeldTable
from contract.texts import Language, LocalText

CHINESE: Mapping[str, str] = json.loads((Path(__file__).parent / "labels.json").read_text(encoding="utf-8"))
TITLE = LocalText(zh="贷话：您的个人信息副本", en="Loantalk: a copy of your personal data")
LEAD = LocalText(
    zh="下面是我们保存的关于您的全部信息，按类别列出用途和依据。data.json 是同样内容的机器可读版本，papers 文件夹是您提交的材料。金额单位为分。",
    en="This is all that we hold about you, with the purpose and the ground of each kind. data.json has the same in machine-readable form; the folder "
    "papers has the documents you sent. Amounts are in fen (1/100 yuan).",
)
MADE, PURPOSE, BASIS = (
    LocalText(zh="生成时间", en="Made"),
    LocalText(zh="用途", en="Purpose"),
    LocalText(zh="依据", en="Ground"),
)
NOTHING = LocalText(zh="没有记录。", en="Nothing is held.")
WITHHELD = LocalText(zh="依法不能提供：", en="May not be told by law: ")
STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem;color:#1a1a1a}"
    "div{overflow-x:auto}table{border-collapse:collapse;font-size:.85rem}"
    "th,td{border:1px solid #bbb;padding:.25rem .5rem;text-align:left;vertical-align:top;max-width:24rem;overflow-wrap:anywhere}"
)


def label(column: str, language: Language) -> str:
    return CHINESE[column] if language == "zh" else column.replace("_", " ").capitalize()


def head(language: Language, now: datetime) -> str:
    title = escape(TITLE.in_language(language))
    return (
        f'<!doctype html><html lang="{"zh-CN" if language == "zh" else "en"}"><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width"><title>{title}</title><style>{STYLE}</style>'
        f"<h1>{title}</h1><p>{escape(LEAD.in_language(language))}</p>"
        f"<p>{MADE.in_language(language)}: {now:%Y-%m-%d %H:%M} UTC</p>"
    )


def section(held: HeldTable, language: Language) -> Iterator[str]:
    yield f"<h2>{escape(held.holds.in_language(language))}</h2>"
    yield f"<p>{PURPOSE.in_language(language)}: {escape(held.purpose.in_language(language))}. "
    yield f"{BASIS.in_language(language)}: {escape(held.basis.in_language(language))} ({escape(held.source)})</p>"
    if held.withheld is not None:
        yield f"<p>{WITHHELD.in_language(language)}{escape(held.withheld.in_language(language))}</p>"
    elif not held.rows:
        yield f"<p>{NOTHING.in_language(language)}</p>"
    else:
        yield from _table(held.rows, language)


def _table(rows: list[Mapping[str, Any]], language: Language) -> Iterator[str]:
    columns = list(rows[0])
    yield "<div><table><thead><tr>" + "".join(
        f'<th scope="col">{escape(label(name, language))}</th>' for name in columns
    )
    yield "</tr></thead><tbody>"
    for row in rows:
        yield "<tr>" + "".join(f"<td>{_cell(row.get(name))}</td>" for name in columns) + "</tr>"
    yield "</tbody></table></div>"


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return escape(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))

"""How people write grades, scores, states and severities of risks and alerts, and what they mean by it."""

from __future__ import annotations

import re
from collections.abc import Mapping

from pipeline.models.entry import Grade, RiskStatus, Severity

_ORDER = (Grade.LOW, Grade.MEDIUM, Grade.HIGH)


def _words(**by_name: str) -> dict[str, str]:
    return {word.replace("_", " "): name for name, words in by_name.items() for word in words.split()}


_GRADES: Mapping[str, str] = _words(
    high="""high h hi critical crit severe serious major catastrophic extreme significant likely certain almost_certain
        frequent probable p0 p1 s0 s1 sev0 sev1 高 重大 严重 大 عالية عالي مرتفع مرتفعة حرج alta alto altas crítica
        crítico élevé élevée haute hoch kritisch высокий высокая 높음 🔴""",
    medium="""medium med m mid moderate average possible occasional elevated p2 s2 sev2 中 中等 中程度 中度 متوسط متوسطة
        média médio media medio moyen moyenne mittel средний средняя 보통 중간 🟡 🟠""",
    low="""low l lo minor minimal negligible insignificant unlikely rare remote improbable p3 p4 s3 s4 sev3 sev4 低 小
        منخفض منخفضة baixa baixo baja bajo faible basse niedrig gering низкий низкая 낮음 🟢""",
)

_STATES: Mapping[str, str] = _words(
    open="""open opened reopened active new identified pending planned proposed draft monitor monitoring monitored watch
        watching unresolved unmitigated untreated todo to_do not_started raised escalated aberto aberta abierto abierta
        offen ouvert 打开 未解决 未解決 オープン مفتوح مفتوحة открыт""",
    mitigating="""mitigating in_progress ongoing in_mitigation being_mitigated in_treatment treating wip partial
        partially partly em_andamento en_curso in_bearbeitung en_cours 进行中 処理中 対応中""",
    mitigated="""mitigated controlled contained managed under_control implemented reduced treated transferred mitigado
        mitigada 已缓解 緩和済み""",
    accepted="""accepted accept tolerated tolerate acknowledged aceito aceita aceptado akzeptiert accepté 接受 已接受
        受容 مقبول""",
    resolved="""resolved closed done complete completed retired eliminated fixed obsolete cancelled canceled void
        deprecated archived avoided fechado fechada cerrado cerrada geschlossen fermé 已关闭 已解决 解決済み 完了 مغلق
        مغلقة закрыт ✅""",
)

_SEVERITIES: Mapping[str, str] = _words(
    critical="""critical crit page paging pager p0 p1 s0 s1 sev0 sev1 severity0 severity1 high major fatal error err
        urgent emergency emerg disaster blocker severe highest 🔴""",
    warning="""warning warn medium moderate minor average ticket p2 p3 s2 s3 sev2 sev3 severity2 severity3 🟡 🟠""",
    info="""info information informational informative notice note low lowest debug trivial p4 p5 s4 s5 sev4 sev5
        severity4 severity5 🔵 🟢""",
    none="none",
)

_TOKEN = re.compile(r"[^\W_]+|[✅🔴🟠🟡🟢🔵]")
_NUMBERED = re.compile(r"\b(p|s|sev|severity)[ -]?([0-5])\b", re.IGNORECASE)
_LEADING = re.compile(r"[(;\n（—–]|,(?![0-9])|\s-\s")
_PERCENT = re.compile(r"([0-9]{1,3}(?:[.,][0-9]{1,3})?)\s?%")
_NUMBER = re.compile(r"-?[0-9]{1,9}(?:[.,][0-9]{1,6})?")
_PRODUCT = re.compile(r"([0-9]{1,3})\s?[×x*✕·]\s?([0-9]{1,3})(?:\s?=\s?([0-9]{1,6}))?", re.IGNORECASE)
_OF = re.compile(r"\b([0-9]{1,3})\s?/\s?([0-9]{1,3})\b")


def grade(text: str, scale: int = 3) -> Grade | None:
    """Read an impact or a likelihood: a word in several languages, or else a number, a share or a percentage.

    A word wins over a number ("Medium (60%)" is medium); of several words before the first bracket, dash or comma the
    highest counts ("Medium-High" is high). Up to 30% is low, above 60% high. A bare number is read on a scale from 1.
    """
    plain = _plain(text)
    leading = _LEADING.split(plain, maxsplit=1)[0]
    for part in (leading, plain):
        named = [Grade(found) for found in _found(part, _GRADES)]
        if named:
            return max(named, key=_ORDER.index)
        if numbered := _grade_of_number(part, scale):
            return numbered
    return None


def score(text: str) -> float | None:
    """Read a written score: "6", "6 (3 × 2)", "4×5 = **20**", "4x5" (their product). None where there is none."""
    plain = _plain(text)
    product = _PRODUCT.search(plain)
    first = _NUMBER.match(plain.strip())
    if product and (first is None or product.start() <= plain.index(first[0])):
        return float(product[3] or int(product[1]) * int(product[2]))
    return float(first[0].replace(",", ".")) if first else None


def factors(text: str) -> tuple[Grade, Grade] | None:
    """Read the two factors of "4×5 = 20" as grades, on a scale of 5 where one is above 3; None without them."""
    match = _PRODUCT.search(_plain(text))
    if match is None:
        return None
    first, second = int(match[1]), int(match[2])
    top = scale_of([first, second])
    return _on_scale(first, top), _on_scale(second, top)


def scale_of(numbers: list[int]) -> int:
    """Return the scale that such numbers were given on: 3, 5 or 10."""
    highest = max(numbers, default=0)
    return 3 if highest <= 3 else 5 if highest <= 5 else 10


def status(text: str) -> RiskStatus | None:
    """Read a state with its notes and signs: the first word that is a state counts. None where no word is one."""
    plain = _plain(text)
    if re.match(r"\W*not\b(?! started)", plain, re.IGNORECASE):
        return RiskStatus.OPEN
    return next((RiskStatus(found) for found in _found(plain, _STATES)), None)


def severity(text: str) -> Severity | None:
    """Read the severity of an alert; of synonyms such as "page", "P1" or "Sev 2" too. None where no word is one."""
    plain = _NUMBERED.sub(r"\1\2", _plain(text))
    return next((Severity(found) for found in _found(plain, _SEVERITIES)), None)


def _plain(text: str) -> str:
    return text[:2000].replace("*", " * ").replace("`", " ").replace(" *  * ", " ").strip()


def _found(text: str, table: Mapping[str, str]) -> list[str]:
    """Return what the words of a text stand for, in their order; two words that make one entry count as one."""
    words = [word.casefold() for word in _TOKEN.findall(text)]
    found: list[str] = []
    position = 0
    while position < len(words):
        pair = " ".join(words[position : position + 2])
        if pair in table:
            found.append(table[pair])
            position += 2
            continue
        if words[position] in table and (position == 0 or not _is_letter(words[position])):
            found.append(table[words[position]])
        position += 1
    return found


def _is_letter(word: str) -> bool:
    """Whether a word is a single letter, which stands for a grade ("H") only at the very start."""
    return len(word) == 1 and word.isascii()


def _grade_of_number(text: str, scale: int) -> Grade | None:
    if match := _PERCENT.search(text):
        return _of_share(float(match[1].replace(",", ".")) / 100)
    if match := _OF.search(text):
        return _on_scale(int(match[1]), int(match[2])) if int(match[2]) else None
    number = _NUMBER.match(text)
    if number is None:
        return None
    value = float(number[0].replace(",", "."))
    if 0 <= value < 1:
        return _of_share(value)
    return _on_scale(round(value), max(scale, scale_of([round(value)]))) if value >= 1 else None


def _of_share(share: float) -> Grade:
    return Grade.LOW if share <= 0.3 else Grade.MEDIUM if share <= 0.6 else Grade.HIGH


def _on_scale(value: int, top: int) -> Grade:
    share = value / top
    return Grade.LOW if share <= 0.4 else Grade.MEDIUM if share <= 0.7 else Grade.HIGH

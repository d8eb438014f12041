"""Orders with an object of their own that still say nothing of how: “Make room”, “Fix the configuration”."""

from __future__ import annotations

import re

_WORD = r"(?!(?:in|of|on|by|with|using|to|from|for|at|as|so|via|and|until|that|which|where)\b)[\w/'’-]+"
_A = r"(?:(?:the|any|all|your|our|its|their|this|that|these|those|some|every|each)\s+)?"
_AS_NEEDED = (
    r"(?:accordingly|appropriately|suitably|properly|as\s+(?:needed|necessary|required|appropriate|(?:you"
    r"|we)\s+see\s+fit|desired)"
    r"|(?:if|where|when|wherever)\s+(?:needed|necessary|required|possible|applicable|appropriate))"
)
_WELL = (
    r"(?:right|correct|correctly|properly|fine|ok|okay|good|sane|in\s+order|alright|well|normal|normally|reasonable"
    r"|sensible|acceptable"
    r"|as\s+(?:expected|it\s+should(?:\s+be)?|they\s+should(?:\s+be)?|usual|intended|desired|required)"
    r"|in\s+a\s+good\s+state)"
)
_LOOK = (
    r"(?:check|review|inspect|examine|analy[sz]e|evaluate|assess|look\s+(?:at|into|through)|go\s+through|study|compare"
    r"|read|verify|see)"
)
_FIX = (
    r"(?:fix|correct|repair|improve|optimi[sz]e|tune|fine-?tune|tweak|sort\s+out|rectify|stabili[sz]e|harden"
    r"|streamline|remedy"
    r"|straighten\s+out|deal\s+with|take\s+care\s+of)"
)
_KIND = (
    r"(?:wrong|bad|faulty|incorrect|broken|relevant|affected|failing|slow|underlying|application|app|service|system"
    r"|server|database|db"
    r"|network|cluster|host|current|existing|whole|entire|remaining|other|production)"
)
_THING = (
    r"(?:configurations?|config|settings?|setup|set-up|environment|network(?:ing)?|permissions?|connections?"
    r"|connectivity|code|quer(?:y|ies)"
    r"|performance|infrastructure|hardware|systems?|services?|applications?|apps?|databases?|servers?|clusters?"
    r"|deployments?|data|rules?"
    r"|firewall|certificates?|storage|disks?|nodes?|hosts?|pods?|files?|parameters?|scripts?|state|consistency"
    r"|capacity|latency)"
)
_ACT = (
    rf"(?:(?:act|react|respond|proceed|continue|decide|intervene)\s+{_AS_NEEDED}|act\s+on\s+(?:it|them|the\s+\w+)"
    rf"|(?:adjust|correct|fix|change|update|modify|tune|fine[- ]?tune|adapt|handle|resolve|clean|improve|reduce"
    rf"|increase)\s+"
    rf"(?:(?:it|them|this|that|those|any\s+\w+)(?:\s+{_AS_NEEDED})?|(?:(?:the|all)\s+{_WORD}\s+)?{_AS_NEEDED})"
    r"|(?:take|do)\s+(?:the\s+|any\s+|some\s+)?(?:appropriate\s+|necessary\s+|corrective\s+|required\s+"
    r"|right\s+)?(?:action|steps|measures)s?"
    r"|do\s+what(?:ever)?\s+is\s+(?:needed|necessary|required)|decide\s+(?:what\s+to\s+do|on\s+the\s+next\s+steps?"
    r"|how\s+to\s+(?:go\s+on|proceed)))"
)
_STATE = (
    r"(?:wrong|off|broken|missing|amiss|unusual|suspicious|strange|odd|abnormal|weird|out\s+of\s+the\s+ordinary"
    r"|affected"
    r"|stuck|failing)"
)
_FORMS = (
    rf"{_FIX}\s+{_A}(?:{_KIND}\s+){{0,2}}{_THING}(?:\s+{_AS_NEEDED})?",
    rf"{_FIX}\s+{_A}(?:{_WORD}\s+){{0,3}}{_WORD}\s+{_AS_NEEDED}",
    rf"(?:adjust|change|modify|update|set|configure|increase|decrease|scale|resize|adapt|raise|lower|optimi[sz]e"
    rf"|improve|tune|clean\s+up"
    rf"|tidy\s+up|restart|rebalance|prioriti[sz]e|handle|treat)\s+{_A}(?:{_WORD}\s+){{0,5}}?{_AS_NEEDED}",
    r"(?:make|free|get|gain|create|find|provide|reclaim)\s+(?:up\s+)?(?:some\s+|more\s+|enough\s+|sufficient\s+"
    r"|additional\s+)?"
    r"(?:disk\s+|free\s+|storage\s+)*(?:room|space|capacity|headroom|memory|resources)(?:\s+up)?(?:\s+(?:again|on"
    r"|for|in)\b[^,;:]{0,30})?",
    rf"(?:reduce|lower|decrease|relieve|ease|minimi[sz]e|lighten)\s+{_A}(?:{_WORD}\s+){{0,2}}"
    r"(?:load|pressure|usage|utili[sz]ation|consumption|traffic|latency|contention)(?:\s+(?:on|of|from"
    r"|for)\b[^,;:]{0,30})?",
    r"(?:add|increase|allocate|provide|give|assign|provision)\s+(?:it\s+|them\s+)?"
    rf"(?:(?:the|more|additional|enough|sufficient|extra|available)\s+)+(?:resources|capacity|power"
    rf"|compute)(?:\s+{_AS_NEEDED})?",
    rf"(?:{_LOOK}|look|find\s+out|determine|make\s+sure|ensure|watch|confirm)\s+(?:whether|if|for|that"
    rf"|to\s+see\s+(?:if|whether))\s+"
    rf"(?:there\s+(?:is|are)\s+)?(?:anything|something|nothing|everything|all)\b(?:\s+(?:else|other))?"
    rf"(?:\s+(?:that\s+)?(?:(?:is|are|looks?|seems?|appears?|went|has\s+gone)\s+)?(?:{_STATE}|{_WELL}))?",
    rf"(?:make\s+sure|ensure|verify|check|confirm|see|double-check)\s+(?:that\s+|if\s+"
    rf"|whether\s+)?{_A}(?:{_WORD}\s+){{1,4}}"
    rf"(?:is|are|looks?|seems?|works?|performs?|behaves?|functions?)\s+(?:(?:set\s+up|configured|working|performing"
    rf"|behaving|functioning|done)\s+)?"
    rf"{_WELL}(?:\s+again)?",
    rf"{_LOOK}\s+(?:[\w'’/-]+,?\s+){{1,9}}?(?:and|then|and\s+then)\s+{_ACT}",
    rf"{_ACT.replace('(?:it|them', '(?:everything|it|them', 1)}(?:\s+(?:in|on)\s+the\s+[\w-]+)?",
    r"(?:do|perform)\s+(?:the\s+needful|what(?:ever)?\s+(?:is\s+)?(?:needed|necessary|required|it\s+takes"
    r"|has\s+to\s+be\s+done))"
    r"(?:\s+(?:in|on|with)\s+the\s+[\w-]+)?",
    r"(?:get|bring|put)\s+(?:it|them|everything|things|the\s+[\w-]+)\s+(?:back\s+)?(?:working|running"
    r"|up(?:\s+and\s+running)?|to\s+(?:work|normal|life)"
    r"|in(?:to)?\s+(?:order|shape|a\s+good\s+state))(?:\s+again)?",
    r"(?:restore|return\s+to|resume|recover)\s+(?:the\s+)?(?:normal\s+)?(?:operations?|service|functionality|state"
    r"|normality|everything)",
    r"(?:find|apply|implement|use|try)\s+(?:an?|the|some|any)\s+(?:(?:suitable|appropriate|right|proper|possible"
    r"|good|other|better)\s+)?"
    r"(?:solution|workaround|fix|remedy|way(?:\s+around(?:\s+it)?)?|remediation|countermeasures?)",
    r"(?:work\s+around\s+it|improvise|intervene|sort\s+(?:it|things|everything)\s+out|clean\s+things\s+up"
    r"|take\s+it\s+from\s+there"
    r"|see\s+what\s+(?:happens|can\s+be\s+done|you\s+can\s+do|is\s+possible)|try\s+(?:your\s+best|harder"
    r"|whatever\s+works))",
    r"(?:[\w-]+\s+)?(?:everything|all|it|things|the\s+(?:rest|issue|problem|others?"
    r"|remaining\s+\w+))(?:\s+else)?\s+(?:should|must|has\s+to|have\s+to"
    rf"|needs?\s+to)\s+be\s+(?:done|fixed|handled|dealt\s+with|resolved|addressed|taken\s+care\s+of|looked\s+(?:at"
    rf"|into)|checked|investigated"
    rf"|cleaned\s+up|corrected)(?:\s+{_AS_NEEDED})?",
    r"(?:the\s+)?(?:\w+\s+)?(?:resolution|fix|solution|remedy|mitigation|cure|actions?|answer|next\s+steps?|approach"
    r"|what\s+to\s+do(?:\s+next)?|it|that)"
    r"\s+(?:will\s+)?(?:depends?|varies|vary)(?:\s+(?:on|with|by)\s+(?:the|what)\b[^,;:]{0,50})?",
)
_LOOSE = re.compile("|".join(f"(?:{form})" for form in _FORMS), re.IGNORECASE)
_OPENING = re.compile(
    r"^\W*(?:(?:first|next|then|now|finally|also|please|otherwise|afterwards?|you\s+(?:should|must|can|may|need\s+to"
    r"|have\s+to)|try\s+to|if\s+so|if\s+not"
    r"|if\s+(?:necessary|needed|possible|required)|(?:if|when|once|after)\s[^,.;:]{3,70},(?:\s*then)?)\s*,?\s+)*",
    re.IGNORECASE,
)


def is_loose(sentence: str) -> bool:
    """Tell whether the whole sentence is such an order, behind words such as “then” and a condition."""
    bare = " ".join(re.sub(r"[*_]{1,2}", "", sentence).split()).rstrip(" .!")
    opening = _OPENING.match(bare)
    return _LOOSE.fullmatch(bare, opening.end() if opening else 0) is not None

"""The grammar of vague orders: a verb of finding or fixing, and an object that is the problem itself."""

from __future__ import annotations

import re

_LEAD = (
    r"^(?:\W|\d+[.)])*(?:(?:first|next|then|now|finally|also|please|and|you\s+(?:should|must|need\s+to|can|have\s+to"
    r"|will\s+need\s+to)|try\s+to|it\s+is\s+(?:necessary|important|recommended)\s+to"
    r"|if\s+(?:so|not|necessary|needed|possible|required)|otherwise|once\s+[^,.]{3,60},|after\s+[^,.]{3,60},"
    r"|when\s+[^,.]{3,60},|if\s+[^,.]{3,60},)\s*,?\s*)*"
)
_VERB = (
    r"(?:investigate|troubleshoot|debug|diagnose|look\s+(?:in)?to|analy[sz]e|examine|check|review|inspect|fix|resolve"
    r"|address|deal\s+with|handle|take\s+care\s+of"
    r"|correct|remediate|mitigate|solve|repair|figure\s+out|find(?:\s+out)?|sort\s+out|work\s+out|assess|determine"
    r"|identify|understand|establish|locate|get\s+to)"
)
_FILL = (
    r"(?:(?:and|or)\s+"
    + _VERB
    + r"\s+)?(?:the|this|that|these|those|any|all|what(?:ever)?|it'?s|its|your|a|an|possible|potential|further|more)?\s*"
)
_KIND = r"(?:(?:root|underlying|actual|real|main|primary|possible|potential|reported|specific|existing|remaining|particular|exact|current|observed|found|identified|affected|other|related|above|various|relevant|outstanding|urgent|same|core|basic|overall|technical|system|general|apparent|persistent|initial)\s+)*"
_PROBLEM = (
    r"(?:issues?|problems?|(?:root\s+)?causes?(?:\s+of\s+(?:the|this|any|these)\s+"
    + _KIND
    + r"(?:issues?|problems?|alerts?|errors?|failures?|incidents?))?|situations?|failures?|matters?|incidents?|symptoms?"
    r"|anomal(?:y|ies)|errors?|faults?|things?|it|this|what(?:'s|\s+is|\s+went)\s+(?:wrong|going\s+on|happening)|why"
    r"|alerts?|misconfigurations?|conditions?|bottlenecks?)"
)
_TAIL = r"(?:\s+(?:further|more|manually|closely|carefully|thoroughly|accordingly|properly|quickly|immediately|as\s+soon\s+as\s+possible|asap|first|itself|again|and\s+(?:fix|resolve|correct|address|solve|act|remediate|mitigate|take\s+action|proceed|respond)(?:\s+(?:it|them|this|accordingly|appropriately|the\s+(?:issue|problem)s?))?|if\s+(?:any|possible|needed|necessary|there\s+(?:is|are)\s+any)|in\s+(?:the\s+)?(?:system|application|cluster|service|environment|code)|with\s+the\s+(?:system|application|service|cluster)|as\s+(?:appropriate|needed|necessary|required)))*\W*$"
_ORDER = re.compile(_LEAD + _VERB + r"\s+" + _FILL + _KIND + _PROBLEM + _TAIL, re.IGNORECASE)
_PHRASE = re.compile(
    _LEAD
    + r"(?:take|perform|do|apply|implement|initiate|carry\s+out|make|execute)\s+(?:(?:the|any|all|whatever|an?|some)\s+)?(?:appropriate|necessary|suitable|relevant|proper|needed|required|corrective|reasonable|adequate|usual|remedial)\s+"
    r"(?:(?:corrective|remedial|remediation|mitigation|follow-?up|further|recovery)\s+)?(?:actions?|steps?|measures?"
    r"|changes?|adjustments?|fix(?:es)?|checks?|procedures?)(?:\s+(?:to\s+(?:fix|resolve|correct|address|mitigate"
    r"|remediate)\s+(?:the|this|any)\s+\w+|as\s+\w+|if\s+\w+|immediately|accordingly))?\W*$"
    r"|"
    + _LEAD
    + r"(?:take\s+(?:corrective\s+|remedial\s+)?action|act\s+accordingly|act\s+as\s+(?:needed|appropriate)|do\s+(?:the\s+needful|what(?:ever)?(?:'s|\s+is)?\s+(?:needed|necessary|required|it\s+takes))|proceed\s+(?:accordingly|as\s+(?:appropriate|needed|necessary))|respond\s+(?:accordingly|appropriately)|fix\s+(?:as\s+(?:needed|appropriate|necessary)|accordingly)|see\s+what(?:'s|\s+is)\s+(?:wrong|going\s+on|happening)|handle\s+(?:as\s+\w+|accordingly|appropriately)|try\s+(?:to\s+)?(?:fix(?:ing)?|different|various|some|several|other)\s+(?:it|things|solutions|options|approaches|stuff)|play\s+around|tweak\s+(?:the\s+)?(?:settings|config\w*|parameters)(?:\s+(?:as\s+\w+|until\s+it\s+works))?)\W*$"
    r"|"
    + _LEAD
    + r"(?:make\s+sure|ensure|verify|check|confirm)\s+(?:that\s+|if\s+|whether\s+)?(?:everything|all|it|things|the\s+(?:system|application|app|service|server|environment|setup|platform|site))(?:\s+(?:services?|systems?|components?))?\s+(?:is|are|looks?|works?|seems?|runs?)\s*(?:fine|ok(?:ay)?|good|well|healthy|normal(?:ly)?|as\s+(?:expected|it\s+should|usual|before)|correct(?:ly)?|properly|in\s+order|alright|working(?:\s+(?:fine|properly|correctly|as\s+expected|again|normally))?|functioning(?:\s+\w+)?|running(?:\s+(?:fine|properly|correctly|smoothly|as\s+expected|normally))?|back(?:\s+to\s+normal)?|stable)?\W*$"
    r"|"
    + _LEAD
    + r"(?:check|look\s+at|review|inspect|examine|analy[sz]e|see|monitor|go\s+through)\s+(?:the\s+|all\s+|all\s+the\s+|any\s+|your\s+)?(?:relevant\s+|system\s+|server\s+|application\s+|app\s+|service\s+|error\s+|related\s+|appropriate\s+|corresponding\s+|recent\s+)*(?:logs?|log\s+files?|metrics|dashboards?|graphs?|monitoring|configuration|config|settings)(?:\s+(?:and|or)\s+(?:the\s+)?(?:logs?|metrics|dashboards?|graphs?|monitoring|configuration|settings))*(?:\s+for\s+(?:(?:any|possible|potential|more|further|additional|obvious|relevant)\s+)*(?:errors?|issues?|problems?|anomal(?:y|ies)|clues?|hints?|details?|information|warnings?|abnormalities|anything\s+\w+|signs\s+of\s+(?:trouble|problems?|issues?)))?(?:\s+(?:and|or)\s+(?:errors?|warnings?|anomalies|issues?))?(?:\s+if\s+\w+)?\W*$",
    re.IGNORECASE,
)
_HOW = re.compile(
    r"`|\]\(|\]\[|https?://|\b(?:by\s+\w+ing|using|with\s+the\s+(?:following|command|query|script|help)|see\s+(?:also"
    r"|the|below|above|step|section|\[)|refer\s+to|as\s+(?:described|documented|explained|shown)|follow(?:ing)?\s+"
    r"(?:the|this|these|our|steps?)|run\b|navigate|click|dashboard\s+[\"“'*]|\bin\s+the\s+\*\*|step\s+\d|RUN-\d)",
    re.IGNORECASE,
)


def is_vague(sentence: str) -> bool:
    """Tell whether the whole sentence orders to find or fix “the problem”, or to do “what is necessary”."""
    text = " ".join(re.sub(r"[*_]{1,2}", "", sentence).split())
    return len(text) < 160 and (_ORDER.match(text) is not None or _PHRASE.match(text) is not None)


def says_how(text: str) -> bool:
    """Tell whether the text names a means: code, a link, a tool, a place to click, a page to follow."""
    return _HOW.search(text) is not None

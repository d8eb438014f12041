"""What a page says that it does not cover, in whatever words."""

from __future__ import annotations

import re

from pipeline.critics.reading import text_of_role
from pipeline.models.document import Document, Role

_ANYWHERE = re.compile(
    r"\b(?:(?:does|do|is|are|should|must|can)\s?(?:not|n['’]t)\s+(?:\w+\s+){0,2}(?:handle[ds]?|cover(?:ed|s)?|appl"
    r"(?:y|ies)|include[ds]?"
    r"|address(?:ed)?|for|intended)|(?:do|should|must)\s?(?:not|n['’]t)\s+use|not covered|(?:out[- ]of|not in)[- ]scope"
    r"|outside (?:the )?scope|excludes?|excluded"
    r"|exclusions?"
    r"|not (?:for|intended for|applicable)|(?:scope|only for)\b[^\n]{2,80}[,;] (?:but )?not"
    r"|(?:is|are)\s+another\s+(?:page|case|matter)"
    r"|do(?:es)?\s?(?:not|n['’]t) use|instead see|only (?:applies|covers"
    r"|handles)|(?:triggers?|fires?|applies|holds?|meant|intended) only (?:for|to|on|in))\b",
    re.IGNORECASE,
)

"""Words that draw a border wherever they stand."""
_HINTS = ("not", "n't", "n’t", "scope", "exclu", "only", "another", "instead")
"""Each of them holds one of these."""
_PAGE = r"(?:(?:this|the\s+present)\s+(?:page|runbook|procedure|document|guide|playbook|checklist|note)|it|this|here)"
_OWN = r"(?:page|runbook|procedure|document|guide|playbook|process|checklist|steps|team|owner|rules|alert|chapter)s?"
_ABOVE = re.compile(
    r"(?:^|[.;:,(|–—-]\s+|\b(?:and|but|or)\s+)not\s+(?:the\b|those\b|these\b|any\b|all\b|for\b|in\b|on\b|with\b|about\b|when\b|if\b|to\s+be"
    r"|covered|valid|meant|part|our\b|other\b)"
    rf"|\b(?:never|not)\s+(?:to\s+be\s+)?(?:use|used|follow|followed|run|apply|applied)\s+{_PAGE}\b"
    rf"|\bnot\b[^.;\n]{{0,60}}\b(?:with|by|on|in|through)\s+{_PAGE}\b"
    rf"|\b(?:has|have|with|by|follows?)\s+(?:its|their|a|an)\s+(?:own|separate|different|other)\s+(?:\w+\s+)?{_OWN}\b"
    rf"|\b(?:another|other|separate|different|own)\s+{_OWN}\b|\belsewhere\b|\b(?:left|leaves?)\s+(?:it\s+)?out\b"
    r"|\b(?:and|but)\s+(?:nothing|no\s*(?:body|one|where)?)\s+(?:else|other|more)\b|\bnothing\s+(?:else|more|beyond)\b"
    r"|\b(?:is|are|was|were)\s+(?:not\s+(?:ours|our\b|part\b|meant|concerned|affected|touched|restored|handled|done|included|ours)|someone\s+else|"
    r"none\s+of\s+(?:ours|our\b))"
    r"|\b(?:covers?|handles?|applies\s+to|valid\s+for|is\s+for|are\s+for|about|concerns?)\b[^.\n]{2,90},?\s+(?:and|but)\s+(?:no|not|never|neither)\b"
    r"|\bonly\s+(?:for|about|covers?|appl\w+|concerns?|valid|use[ds]?)\b|\b(?:covers?|applies|about|handles?)\b[^.\n]{2,60}\bonly\b"
    rf"|(?:^|[.;]\s+)\W*(?:for|on|covers?|scope|applies|about|handles?|valid|use|concerns?|{_PAGE})\b[^.\n]*\b(?:only|except|excluding"
    r"|other\s+than|apart\s+from|without)\b"
    r"|\bbelongs?\s+(?:to\s+an?other|elsewhere)\b|\bwrong\s+(?:page|runbook|place)\b|\bbeyond\s+(?:this|the\s+scope)"
    r"|\b(?:for|if)\b[^.\n]{3,80}[,:]?\s+(?:see|use|go\s+to|follow|read)\s+(?:\[|RUN-|the\s+(?:page|runbook))"
    rf"|\b{_OWN}\s+of\s+(?:its|their)\s+own\b"
    r"|\bno\s+(?:good|use|help)\s+for\b",
    re.IGNORECASE | re.MULTILINE,
)
"""Words that draw one where a page says what it is about."""
_KEY = re.compile(
    r"(?:does |do |is |are )?not\b.*|.*\b(?:out of scope|exclu\w+|exceptions?|limits?|not covered|without)\b.*"
)


def excludes(text: str) -> bool:
    """Tell whether a text about what a page covers says what it does not."""
    return _ANYWHERE.search(text) is not None or _ABOVE.search(text) is not None


def _anywhere(text: str) -> bool:
    """Search paragraph by paragraph; most have none of the words, and are done with at once."""
    parts = (part for part in text.split("\n\n") if any(word in part.lower() for word in _HINTS))
    return any(_ANYWHERE.search(part) for part in parts)


def draws_border(document: Document) -> bool:
    """Tell whether the page says anywhere, or in its first lines in freer words, what it does not cover."""
    if any(_KEY.fullmatch(key) for key, _ in document.facts) or _anywhere(document.text):
        return True
    start = min((step.line for step in document.steps), default=len(document.lines) + 1)
    told = [p.text for p in document.prose if p.line < start]
    return any(_ABOVE.search(text) for text in (*told, text_of_role(document, Role.SCOPE)))

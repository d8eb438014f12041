"""What a page says that it does not cover, in whatever words."""

from __future__ import annotations

import re

from pipeline.critics.reading import around_steps, text_of_role
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
_PAGE = r"(?:(?:this|the\s+present)\s+(?:page|runbook|procedure|document|guide|playbook|checklist|note)|it|this|here)"
_OWN = r"(?:page|runbook|procedure|document|guide|playbook|process|checklist|steps|team|owner|rules|alert|chapter)s?"
_ABOVE = re.compile(
    r"(?:^|[.;:,(|–—-]\s+|\b(?:and|but|or)\s+)not\s+(?:the\b|those\b|these\b|any\b|all\b|for\b|in\b|on\b|with\b"
    r"|about\b|when\b|if\b|to\s+be"
    r"|covered|valid|meant|part|our\b|other\b)"
    rf"|\b(?:never|not)\s+(?:to\s+be\s+)?(?:use|used|follow|followed|run|apply|applied)\s+{_PAGE}\b"
    rf"|\bnot\b[^.;\n]{{0,60}}\b(?:with|by|on|in|through)\s+{_PAGE}\b"
    rf"|\b(?:has|have|with|by|follows?)\s+(?:its|their|a|an)\s+(?:own|separate|different|other)\s+(?:\w+\s+)?{_OWN}\b"
    rf"|\b(?:another|other|separate|different|own)\s+{_OWN}\b|\belsewhere\b|\b(?:left|leaves?)\s+(?:it\s+)?out\b"
    r"|\b(?:and|but)\s+(?:nothing|no\s*(?:body|one|where)?)\s+(?:else|other|more)\b|\bnothing\s+(?:else|more|beyond)\b"
    r"|\b(?:is|are|was|were)\s+(?:not\s+(?:ours|our\b|part\b|meant|concerned|affected|touched|restored|handled|done"
    r"|included|ours)|someone\s+else|"
    r"none\s+of\s+(?:ours|our\b))"
    r"|\b(?:covers?|handles?|applies\s+to|valid\s+for|is\s+for|are\s+for|about|concerns?)\b[^.\n]{2,90},?\s+(?:and"
    r"|but)\s+(?:no|not|never|neither)\b"
    r"|\bonly\s+(?:for|about|covers?|appl\w+|concerns?|valid|use[ds]?)\b|\b(?:covers?|applies|about"
    r"|handles?)\b[^.\n]{2,60}\bonly\b"
    rf"|(?:^|[.;]\s+)\W*(?:for|on|covers?|scope|applies|about|handles?|valid|use|concerns?"
    rf"|{_PAGE})\b[^.\n]*\b(?:only|except|excluding"
    r"|other\s+than|apart\s+from|without)\b"
    r"|\bbelongs?\s+(?:to\s+an?other|elsewhere)\b|\bwrong\s+(?:page|runbook|place)\b|\bbeyond\s+(?:this|the\s+scope)"
    r"|\b(?:for|if)\b[^.\n]{3,80}[,:]?\s+(?:see|use|go\s+to|follow|read)\s+(?:\[|RUN-|the\s+(?:page|runbook))"
    rf"|\b{_OWN}\s+of\s+(?:its|their)\s+own\b"
    r"|\bno\s+(?:good|use|help)\s+for\b"
    r"|\b(?:is|are|was|were)(?:\s+not|n['’]t)\s+(?:an?\s+|the\s+)?(?:part|discussed|described|dealt|meant|handled"
    r"|treated|touched|the\s+subject)\b"
    r"|\b(?:does|do)(?:\s+not|n['’]t)\s+(?:help|work|hold|concern|belong|deal|touch)\b|\bnot\s+(?:this|here|described)\b"
    r"|\bleave\s+(?:those|these|them|that)\b|\bno\s+other\b|\b(?:another|a\s+different)\s+(?:problem|story|matter|thing)\b"
    r"|(?:^|[.;,:(]\s+)only\s+(?:the\s+)?[`\w]|(?:^|[.;]\s+)[\w` -]{2,40}\s+only\b[ .(]",
    re.IGNORECASE | re.MULTILINE,
)
"""Words that draw one where a page says what it is about."""
_KEY = re.compile(
    r"(?:does |do |is |are )?not\b.*|.*\b(?:out of scope|exclu\w+|exceptions?|limits?|not covered|without)\b.*"
)


_SCOPES = re.compile(r"scope|appl(?:y|ies)|covers?|audience|^for$")

_LIMITS = re.compile(r"\b(?:not|only|no|except|without|but)\b", re.IGNORECASE)


def excludes(text: str) -> bool:
    """Tell whether a text about what a page covers says what it does not."""
    return _ANYWHERE.search(text) is not None or _ABOVE.search(text) is not None


def _excludes_anywhere(text: str) -> bool:
    """Search only the paragraphs that hold one of the words: most do not."""
    paragraphs = (part for part in text.split("\n\n") if any(word in part.lower() for word in _HINTS))
    return any(_ANYWHERE.search(part) for part in paragraphs)


def draws_border(document: Document) -> bool:
    """Tell whether the page says anywhere, or in its first lines in freer words, what it does not cover."""
    if any(_KEY.fullmatch(key) for key, _ in document.facts) or _excludes_anywhere(document.text):
        return True
    start = min((step.line for step in document.steps), default=len(document.lines) + 1)
    told = [p.text for p in document.prose if p.line < start]
    told.extend(around_steps(document))
    told.extend(fact.text for _, fact in document.facts)
    if any(_SCOPES.search(key) and _LIMITS.search(fact.text) for key, fact in document.facts):
        return True
    return any(_ABOVE.search(text) for text in (*told, text_of_role(document, Role.SCOPE)))

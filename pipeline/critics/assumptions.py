"""Words by which a page relies on what its reader knows already."""

from __future__ import annotations

import re

from pipeline.importers.page.imperatives import is_order

_USUAL = r"(?:usual|standard|normal|regular|customary|established|well[- ]known|common)"
_WAYS = (
    r"(?:way|manner|fashion|place|tools?|utilities|commands?|checks?|steps|scripts?|credentials|accounts?|process"
    r"(?:es)?"
    r"|procedures?|practices?|routines?|locations?|paths?|dance|drill|channels?|runbooks?|playbooks?|workflow"
    r"|protocols?|suspects|orders?|sequence|values?|settings|options|parameters|thresholds?|fix|fixes|limits?|format"
    r"|passwords?|hosts?|dashboards?|cleanup|treatment|maintenance|recovery|arguments?|flags?|names?|users?|login"
    r"|keys?|servers?|nodes?|tricks?|templates?|forms?|pages?|people|contacts?|window|time|hours)"
)
_ANYWHERE = (
    r"you\s+(?:(?:should|will|already|must|probably)\s+)+know\s+(?:how|what|where|which|who|when)",
    r"you\s+know\s+(?:how\s+to|where\s+to|the\s+drill|what\s+to\s+do)",
    r"(?:as|since|because)\s+you\s+(?:probably\s+|surely\s+|already\s+)?know\s+(?:which|what|where|who|when)",
    r"(?:as|like|in\s+the\s+way|the\s+way)\s+(?:it|this|that|they|we)\s+(?:(?:was|were|is|are)\s+)?(?:always\s+"
    r"|usually\s+)?"
    r"(?:done|did)\s+(?:it\s+)?(?:last\s+time|before|always|in\s+the\s+past|previously)",
    r"(?:everyone|everybody|we\s+all|all\s+of\s+us)\s+(?:has|have|uses?|knows?)",
    r"(?:is|are)\s+(?:well[- ])?known\s+(?:to|by)\s+(?:the\s+team|everyone|everybody|all\s+of\s+us|us|all\s+engineers)",
    r"ask\s+(?:the\s+|a\s+|any\s+|some)?(?:people|person|persons?|guys?|colleagues?|someone|somebody|one|whoever|anyone"
    r"|engineers?|developers?|admins?)\s+(?:(?:who|that)\s+)?(?:built|wrote|knows?|set\s+(?:it|this)|made|did"
    r"|has\s+done)",
    r"you(?:'|’)?ll\s+(?:figure\s+it\s+out|know\s+(?:what|how|when))",
    r"as\s+(?:you|we|everyone|everybody)\s+(?:\w+\s+){0,4}?knows?",
    r"(?:is|are|lives?|stored|found|kept)\s+(?:in|at)\s+the\s+(?:usual|normal|standard)\s+(?:location|place|path|spot"
    r"|folder)",
    r"the\s+way\s+(?:we|you)\s+(?:always|usually|normally)\s+(?:do|did)",
    r"everyone\s+knows",
    r"assum(?:es|ing|ed)\s+(?:that\s+)?you\s+(?:already\s+)?(?:know|are\s+familiar)",
    r"(?:are|is)\s+(?:also\s+)?expected\s+to\s+(?:already\s+)?(?:know|be\s+familiar)",
    r"(?:should|must)\s+(?:already\s+)?be\s+familiar\s+with",
    r"(?:should|must)\s+be\s+(?:obvious|self[- ]explanatory)",
    r"it(?:['’]s|\s+is|\s+should\s+be)\s+(?:obvious|clear)\s+(?:what|how|which|where|from)",
    r"self[- ]explanatory",
    r"use\s+(?:your\s+)?(?:best\s+|own\s+|common\s+)?(?:judge?ment|common\s+sense|experience|intuition|gut)",
    r"ask\s+around",
    r"tribal\s+knowledge",
    r"obviously",
    r"you\s+know\s+(?:where|what|which)\s+(?:it|they|that|one)\s+(?:is|are)",
    r"you\s+should\s+know\s+the\s+(?:right|correct|exact|proper)\s+\w+",
    r"as\s+you\s+know\s+from|you\s+(?:probably|surely|certainly)\s+know",
    r"needless\s+to\s+say",
    r"(?<!if\s)(?<!once\s)(?<!when\s)(?<!until\s)(?<!sure\s)(?<!that\s)(?<!do\s)you\s+know\s+(?:the|them|it|this"
    r"|these|by\s+heart|your\s+way)\b",
    r"(?:by|from|out\s+of)\s+(?:experience|habit|instinct|intuition|gut\s+feeling)|by\s+heart",
    r"you(?:['’]ll|\s+will|\s+would|\s+should)\s+(?:easily\s+|soon\s+|immediately\s+|then\s+)?(?:recogni[sz]e"
    r"|remember|feel|guess|work\s+it\s+out"
    r"|find\s+(?:it|out)\s+(?:yourself|quickly|easily))",
    r"you(?:['’]ll|\s+will)\s+know\s+it\s+when\s+you\s+see\s+it",
    r"(?:that|which|whom?|what)\s+(?:you|we)\s+(?:all\s+)?(?:trust|believe|feel|think\s+is|consider|deem"
    r"|find)\b(?!\s+in\b)",
    r"(?:speaks|is\s+clear|should\s+be\s+clear|is\s+evident|goes\s+without\s+saying|is\s+trivial"
    r"|should\s+be\s+(?:easy|trivial|evident))"
    r"(?:\s+(?:for|to)\s+(?:itself|you|anyone|everyone|everybody))?(?=\W*$)",
    r"(?:as|like)\s+(?:we\s+)?(?:agreed|discussed|talked\s+about|shown)\s+(?:in|at|during|last|on|before)\b",
    r"(?:anyone|everyone|everybody|somebody|someone)\s+(?:on|in|from)\s+(?:the|our)\s+(?:team|crew|shift|floor"
    r"|office)\s+(?:can|will|knows?|could)",
    r"same\s+(?:procedure|way|as|thing)\s+(?:as\s+)?(?:always|last\s+(?:time|year)|every\s+(?:time|year)|usual|before)",
    r"business\s+as\s+usual|you\s+have\s+(?:all\s+)?(?:done|seen)\s+(?:this|it)\s+before|you\s+learn(?:ed|t)\s+(?:it"
    r"|this|in)",
    r"(?:is|are)\s+(?:kept\s+)?in\s+(?:our|the\s+team['’]s|people['’]s|my|his|her)\s+heads?",
    rf"(?:the|our)\s+{_USUAL}\s+(?:tricks?|magic|dance|drill|suspects|remedy|cure|medicine|incantation|place"
    rf"|treatment)(?=\W*$)",
)
_IN_ORDERS = (
    rf"(?:the\s+|our\s+|your\s+|with\s+|using\s+|use\s+|follow\s+){_USUAL}\s+(?:\w+\s+){{0,3}}?{_WAYS}",
    r"as\s+(?:usual|always|normal)",
    rf"(?:do|perform|carry\s+out)\s+the\s+{_USUAL}\s+\w+ing",
    r"like\s+(?:always|last\s+time|before|usual|you\s+did\s+(?:last\s+time|before))",
    r"as\s+you\s+(?:normally|usually|always)\s+(?:do|would)",
    r"(?:the|a|our)\s+(?:shared|common|team|group|general|known|secret)\s+(?:\w+\s+)?(?:accounts?|passwords?"
    r"|credentials?|logins?|users?|keys?|passphrase)",
    r"(?:choose|pick|select|take|use|set|enter|give)\s+(?:it\s+)?(?:to\s+)?(?:the|an?|some)\s+(?:right|best|correct"
    r"|suitable|sensible|reasonable|good"
    r"|fitting|sane)\s+(?:\w+\s+)?(?:one|values?|numbers?|size|limits?|thresholds?|node|host|replica|server|cluster"
    r"|version|time|moment|option|options"
    r"|parameters?|settings?|side|candidate|order|tool|command|script|account|environment|region|profile)(?=\W*$)",
    r"(?:look|search|find|check)\s+(?:it\s+|them\s+|this\s+)?(?:up\s+)?(?:in|on)\s+(?:the|our)\s+(?:wiki|intranet"
    r"|confluence|sharepoint|docs"
    r"|documentation|shared\s+drive|chat|mailbox)(?=\W*$)",
    r"from\s+memory(?=\W*$)",
    r"(?:mind|remember|consider|use)\s+the\s+(?:known|usual)\s+\w+",
)
_LOGIN = re.compile(
    r"(?:\W|\d+[.)]|then|first|next)*(?:log\s?in|log\s+on|ssh|connect)\s*(?:in\s*)?(?:to|into|onto)?\s+(?:the\s+"
    r"|an?\s+)?"
    r"(?:affected\s+|failing\s+|right\s+|production\s+|relevant\s+)?(?:server|machine|host|box|database|instance"
    r"|system|vm|broker|node|bastion|jump\s+host|primary|secondary|standby|worker|gateway|proxy|controller|replica"
    r"|master)\W*",
    re.IGNORECASE,
)
_WEAK = re.compile(rf"\b(?:{'|'.join(_IN_ORDERS)})\b", re.IGNORECASE)
_STRONG = re.compile(rf"\b(?:{'|'.join(_ANYWHERE)})\b", re.IGNORECASE)
_SHOWN = re.compile(r"`|\]\(|\]\[|https?://|\bRUN-\d|\bstep\s+\d|<[a-z]", re.IGNORECASE)


def assumption_in(sentence: str) -> re.Match[str] | None:
    """Return where the sentence relies on knowledge, or None; one that shows or links what it means does not."""
    if _SHOWN.search(sentence):
        return None
    weak = _WEAK.search(sentence)
    return _STRONG.search(sentence) or (weak if weak and is_order(sentence) else None)


def is_bare_login(sentence: str) -> bool:
    """Tell whether the sentence orders to log in somewhere, and says neither where nor how."""
    return _LOGIN.fullmatch(sentence) is not None


def may_assume(text: str) -> bool:
    """Tell, faster than sentence by sentence, whether a text may hold such words at all."""
    return _STRONG.search(text) is not None or _WEAK.search(text) is not None

"""The verbs that runbooks give orders with, and what marks a sentence as an order, a check or sample output."""

from __future__ import annotations

import re

LOOKING = frozenset(
    re.findall(
        r"\S+",
        """analyze analyse ascertain assess browse check compare confirm consult count debug describe determine diagnose
    display establish evaluate examine explore figure find follow get go grep identify inspect investigate isolate
    list locate log look measure monitor note observe open ping print query read record refer review scan search see
    select show study tail test trace track triage troubleshoot try understand use validate verify view wait watch
    click navigate login ssh capture collect gather ensure make ask contact call page notify inform announce escalate
    consider proceed continue decide do perform handle keep""",
    )
)
CHANGING = frozenset(
    re.findall(
        r"\S+",
        """abort activate add adjust allocate annotate append apply approve attach back backup block bounce bump cancel
    change clean cleanup clear close commit compact configure connect convert copy cordon correct create decrease
    defragment defrag delete demote deploy detach disable disconnect discard drain drop edit eject enable evict
    execute expand export extend fail failover fix flush force free generate grant halt import increase initiate
    inject install invalidate invoke issue kill label launch limit load lower mark merge migrate mitigate modify mount
    move mute optimize patch pause perform power promote provision prune publish pull purge push reboot rebalance
    rebuild recover recreate reconfigure redeploy redirect reduce reindex re-enable refresh regenerate reinstall reissue
    relabel release reload remove rename renew repair replace replay reprovision rerun reschedule reset resize
    resolve restart restore resume resync retry revert revoke roll rollback rotate run save scale schedule send set
    shift shrink shut shutdown silence snapshot start stop submit suspend swap switch sync tag take taint terminate
    throttle toggle trigger truncate tune turn uncordon undo uninstall unlock unmount untaint update upgrade upload
    vacuum warm wipe write""",
    )
)
VERBS = LOOKING | CHANGING

_LEAD = re.compile(
    r"""(?:\[[ xX]\]\s*)?                              # a box
        (?:(?:\*\*|__)[^*_\n]{1,60}?:?(?:\*\*|__)\s*[:–—-]?\s*)?     # a bold label
        (?:(?:first|next|then|now|finally|also|please|afterwards?|otherwise|alternatively|instead|optionally
           |additionally|again|you\s+(?:can|should|must|need\s+to|may|might|have\s+to)(?:\s+(?:also|then|first))?
           |to\s+begin|in\s+addition|if\s[^,.:;\n]{3,90},(?:\s*then)?|when\s[^,.:;\n]{3,80},|once\s[^,.:;\n]{3,80},
           |after\s[^,.:;\n]{3,80},|before\s[^,.:;\n]{3,80},|on\sthe\s[^,.:;\n]{3,40},|in\s+order\s+to\s[^,.:;\n]{3,80},
           |to\s[^,.:;\n]{3,80},|depending\s+on\s[^,.:;\n]{3,80},)
           \s*,?\s*)*""",
    re.IGNORECASE | re.VERBOSE,
)
_WORD = re.compile(r"(?:\*\*|__|_|\*)?([A-Za-z][A-Za-z-]*)")
_THING = r"(?:alert|metric|output|result|command|query|pods?|nodes?|status|response)"
_TURN = (
    r"(?:be|show|see|return|report|print|list|read|contain|have|clear|resolve|disappear|drop|fall|go|stop|become|look"
    r"|match"
    r"|come|say|start|recover|decrease|increase|display|include|output)"
)
_STARTS = (
    r"(?:then\s+|also\s+|please\s+)?(?:verify|confirm|validate|ensure|double.check|re-?check|make\s+sure)\b",
    r"(?:then\s+|also\s+|please\s+)?check\s+(?:that|whether|again)\b",
    r"(?:wait|repeat|watch)\s+(?:until|for\s+.{1,40}\s+to\b)",
    r"(?:as\s+)?(?:verification|validation|expect(?:ed|ation)?|success|confirmation|acceptance|post-?checks?)\b",
    rf"(?:the\s+)?{_THING}\b[^.]{{0,60}}\b(?:should|must|has\s+to|will|returns?|shows?|clears?|resolves?|reads?"
    rf"|prints?)\b",
)
_ANYWHERE = (
    r"you\s+(?:should|will|must)\s+(?:now\s+)?(?:see|get|find|have)\b",
    rf"should\s+(?:now\s+|also\s+|then\s+|all\s+|no\s+longer\s+|not\s+)?{_TURN}\b",
    r"expected\s+(?:output|result|value|response|behaviou?r)\b",
    r"(?:output|result)\s+(?:should|must|will|shows?|looks?|is)\b",
    r"(?:until|once)\s+(?:the\s+|all\s+|it\s+|you\s+)?[^.\n]{2,60}"
    r"(?:is|are|has|have|shows?|clears?|see|returns?|completes?|becomes?|reaches?)\b",
    r"to\s+(?:verify|confirm|validate|make\s+sure|check\s+that)\b",
    r"\balerts?\s+(?:will|should|must)\s+(?:then\s+|also\s+|now\s+)?(?:resolve|clear|stop|end|go\s+away|disappear|cease)\b",
    r"is\s+(?:now\s+)?(?:resolved|healthy|back\s+to\s+normal)\b",
    r"exits?\s+(?:code\s+|status\s+)?(?:is\s+|with\s+)?0\b|returns?\s+(?:http\s+)?200\b",
)
_EXPECTATION = re.compile(
    rf"^(?:\[[ xX]\]\s*)?(?:\*\*|__)?(?:{'|'.join(_STARTS)})|\b(?:{'|'.join(_ANYWHERE)})", re.IGNORECASE
)
_SAMPLE = re.compile(
    r"\b(?:sample|example)\s+(?:output|error|event|message|log|response|alert)\b"
    r"|\b(?:(?:example|sample|expected|typical|similar|following|this|the|like)\s+(?:\w+\s+){0,2}?(?:output|result"
    r"|response|reply|log\s+(?:lines?|entry|message)|error(?:\s+messages?)?|event|message)s?"
    r"|outputs?|looks?\s+(?:like|similar)|returns?|similar\s+to|prints?|shows?(?:\s+\w+){0,4}|like\s+this"
    r"|for\s+example|e\.g\.|result)\s*(?:is|are|as|below|this|of|follows|like)*\s*:?\s*$",
    re.IGNORECASE,
)
_INPUT = re.compile(
    r"\b(?:commands?|quer(?:y|ies)|scripts?|run(?:ning)?|execut\w+|expressions?|promql|sql)\b", re.IGNORECASE
)


def first_verb(text: str) -> str:
    """Return the verb that the text's first sentence gives an order with, in lower case, or ""."""
    start = _LEAD.match(text)
    word = _WORD.match(text, start.end() if start else 0)
    verb = word[1].lower() if word else ""
    return verb if verb in VERBS else ""


def is_order(text: str) -> bool:
    """Tell whether the text starts by telling the reader to do something."""
    return bool(first_verb(text))


def is_expectation(text: str) -> bool:
    """Tell whether the text says what must be seen, so that it serves as a verification."""
    return _EXPECTATION.search(text) is not None


def introduces_output(text: str) -> bool:
    """Tell whether the text, which stands before a block, announces sample output and no command."""
    last = re.split(r"[.!?]\s+", text.strip())[-1]
    return _SAMPLE.search(last) is not None and not _INPUT.search(last) and not is_order(last)

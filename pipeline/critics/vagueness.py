"""The grammar of vague orders: a verb of finding or fixing, and an object that is the problem itself."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from pipeline.critics.hollow import is_hollow
from pipeline.critics.phrases import Phrases, words_of

_OPENING = Phrases(
    """
    first, next, then, now, finally, also, please, and, otherwise, you should, you must, you need to, you can,
    you have to, you will need to, try to, if so, if not, if necessary, if needed, if possible, if required, it
    is necessary to, it is important to, so, to begin
    """
)
_VERB = Phrases(
    """
    investigate, troubleshoot, monitor, debug, diagnose, look into, look to, analyze, analyse, examine, check, review,
    inspect, fix, resolve, address, deal with, handle, take care of, correct, remediate, mitigate, solve,
    repair, figure out, find, find out, sort out, work out, assess, determine, identify, understand, establish,
    locate
    """
)
_ALONE = frozenset({"investigate", "troubleshoot", "debug", "diagnose", "monitor"})
_ARTICLE = Phrases(
    """
    and, or, the, this, that, these, those, any, all, what, whatever, it's, its, your, a, an, possible,
    potential, further, more, root, underlying, actual, real, main, primary, reported, specific, existing,
    remaining, particular, exact, current, observed, found, identified, affected, other, related, above,
    various, relevant, outstanding, urgent, same, core, basic, overall, technical, system, general, apparent,
    persistent, initial
    """
)
_TROUBLE = Phrases(
    """
    issue(s), problem(s), situation(s), failure(s), matter(s), incident(s), symptom(s), anomaly, anomalies,
    error(s), fault(s), thing(s), it, this, why, cause(s), misconfiguration(s), condition(s), bottleneck(s), is
    wrong, what's wrong, went wrong, is going on, what's going on, is happening, what's happening, happened
    """
)
_REST = Phrases(
    """
    appropriately, further, more, manually, closely, carefully, thoroughly, accordingly, properly, quickly,
    immediately, and decide what to do, as
    soon as possible, asap, appropriately, first, itself, again, if any, if possible, if needed, if necessary, if there
    is any,
    if there are any, as appropriate, as needed, as necessary, as required, and act, and proceed, and respond,
    and take action, in the system, in the application, in the cluster, in the service, in the environment, with
    the system, with the application, with the service, with the cluster, found, you find, that occur, that
    arise, and fix, and resolve, and correct, and address, and solve, and mitigate, and remediate, it, them,
    this, the issue(s), the problem(s), of the issue(s), of the problem(s), of the alert, of this alert, of the
    error(s), of the failure(s), of the incident, for the issue
    """
)
_DO = Phrases("take, perform, do, apply, implement, initiate, carry out, make, execute, use, run, conduct, start")
_SOME = Phrases("the, any, all, whatever, an, a, some")
_FITTING = Phrases(
    """
    appropriate, necessary, suitable, relevant, proper, needed, required, corrective, reasonable, adequate,
    remedial
    """
)
_MEASURE = Phrases(
    """
    action(s), step(s), measure(s), change(s), adjustment(s), fix, fixes, check(s), procedure(s), tool(s), command(s),
    method(s)
    """
)
_INQUIRY = Phrases(
    """
    some, a, an, the, further, more, initial, basic, thorough, root cause, detailed, deeper, proper, quick, full,
    investigation(s), troubleshooting, debugging, analysis, diagnosis, diagnostics, research, health check(s), health
    """
)
_INQUIRIES = frozenset(
    {
        "investigation",
        "investigations",
        "troubleshooting",
        "debugging",
        "analysis",
        "diagnosis",
        "diagnostics",
        "research",
    }
    | {"check", "checks"}
)
_DEEP = frozenset({"investigate", "troubleshoot", "debug", "diagnose", "analyze", "analyse"})
_OPEN = frozenset({"with", "by", "using", "via", "in", "on", "for", "as", "from", "following", "below", "follows"})
_PLACES = frozenset({"with", "in", "of", "on", "for"})
_FITTINGLY = frozenset({"appropriately", "accordingly", "properly"})
_JOINTS = frozenset({"and", "then", "or"})
_TO_FIX = Phrases(
    """
    to fix, to find, to identify, to determine, cause(s), root cause(s), to resolve, to correct, to address, to
    mitigate, to remediate, to solve, the, this, any, issue(s),
    problem(s), alert(s)
    """
)
_STOCK = Phrases(
    """
    keep an eye on things, keep an eye on it, take action, take corrective action, take remedial action, act
    accordingly, act as needed, act as
    appropriate, do the needful, do what is needed, do what's needed, do what is necessary, do whatever is
    necessary, do whatever it takes, proceed accordingly, proceed as appropriate, proceed as needed, respond
    accordingly, respond appropriately, fix as needed, fix as appropriate, fix accordingly, see what is wrong,
    see what's wrong, see what is going on, see what's going on, handle accordingly, handle appropriately,
    handle as needed, keep an eye on it, keep an eye on things, keep watching, keep monitoring, clean up as needed,
    clean up if necessary, clean up, apply the fix, apply a fix, apply fixes, verify, retry, try again, continue,
    proceed, try to fix it, fix it, fix this, resolve it, try things, try different things, try various
    things, try other options, play around, tweak settings, tweak the settings, tweak the config, tweak the
    configuration, adjust as needed
    """
)
_ENSURE = Phrases("make sure, ensure, verify, check, confirm, double-check")
_THAT = Phrases("that, if, whether")
_WHOLE = Phrases(
    """
    everything, all, it, things, the system, the application, the app, the service, the server, the environment,
    the setup, the platform, the site, all systems, all services, everything else
    """
)
_IS = Phrases("is, are, look(s), work(s), seem(s), run(s)")
_WELL = Phrases(
    """
    fine, ok, okay, good, well, healthy, normal, normally, as expected, as it should, as usual, as before,
    correct, correctly, properly, in order, alright, working, again, functioning, running, smoothly, back to
    normal, stable
    """
)
_LOOK = Phrases("check, look at, look into, review, inspect, examine, analyze, analyse, see, monitor, go through")
_WHICH = Phrases(
    """
    the, all, any, your, relevant, system, server, application, app, service, error, related, appropriate,
    corresponding, recent, and, or
    """
)
_SOURCE = Phrases("log(s), log file(s), metrics, dashboard(s), graph(s), monitoring, configuration, config, settings")
_CLUES = Phrases(
    """
    for, any, possible, potential, more, further, additional, obvious, relevant, signs of, and, or, error(s),
    issue(s), problem(s), anomalies, clue(s), hint(s), details, information, warning(s), abnormalities, trouble,
    anything unusual, anything suspicious
    """
)
_GOAL = re.compile(
    r"\W*(?:ensure|make\s+sure)\s+(?:that\s+)?(?:the|all|your|its|every|each)\s+(?:[\w-]+\s+){1,5}(?:is|are)\s+(?:healthy"
    r"|fine|ok|okay|good|well|in\s+order|(?:working|running|functioning)(?:\s+(?:properly|correctly|normally|again|fine"
    r"|as\s+expected))?)\W*",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"^\W*(?:if|when|once|after)\s[^,.;]{3,70},\s*", re.IGNORECASE)
_HOW = re.compile(
    r"`|\]\(|\]\[|https?://|\b(?:by\s+\w+ing|step\s+\d|RUN-\d|using|with\s+the\s+(?:following|command|query|script"
    r"|help)"
    r"|see\s+(?:also|the|below|above|section)|refer\s+to|as\s+(?:described|documented|explained|shown)"
    r"|follow(?:ing)?\s+(?:the|this|these|our|steps)|run|navigate|click|dashboard\s+[\"“'*])|\bin\s+the\s+\*\*",
    re.IGNORECASE,
)


def is_vague(sentence: str) -> bool:
    """Tell whether the whole sentence orders to find or fix “the problem”, or to do “what is necessary”."""
    if len(sentence) > 160:
        return False
    if len(words := words_of(sentence)) == 1:
        return words[0] in _ALONE
    words = words_of(_CLAUSE.sub("", sentence))
    start = _OPENING.skip(words, 0)
    return _all_vague(words, start) or is_hollow(words[start:])


def _all_vague(words: Sequence[str], start: int) -> bool:
    """Tell whether the words from `start` on are vague orders, one or several joined by “and” or “then”."""
    for end in (grammar(words, start) for grammar in _GRAMMARS):
        if end == len(words) or (end > start and words[end] in _JOINTS and _all_vague(words, end + 1)):
            return True
    return False


def is_goal(sentence: str) -> bool:
    """Tell whether the sentence only says that something is to be well: “Ensure that the time service is healthy.”"""
    return _GOAL.fullmatch(sentence.strip()) is not None


def says_how(text: str) -> bool:
    """Tell whether the text names a means: code, a link, a tool, a place to click, a page to follow."""
    return _HOW.search(text) is not None


def _order(words: Sequence[str], start: int) -> int:
    """“Investigate the root cause of the problem and fix it.”"""
    verbs = _VERB.end(words, start)
    while verbs > 0 and words[verbs : verbs + 1] in (["and"], ["or"]) and _VERB.end(words, verbs + 1) > 0:
        verbs = _VERB.end(words, verbs + 1)
    end = _REST.skip(words, _TROUBLE.end(words, _ARTICLE.skip(words, verbs)) if verbs > 0 else -1)
    named = 0 < end < len(words) and words[end] in _PLACES and len(words) - end <= 4
    return len(words) if named else end


def _deep(words: Sequence[str], start: int) -> int:
    """“Troubleshoot the database”, “Investigate why the pods are failing”: a few words, and only their subject."""
    verb = start < len(words) and words[start] in _DEEP
    why = words[start + 1 : start + 2] == ["why"] and _VERB.end(words, start) > 0
    few = len(words) - start <= (10 if why else 5)
    return len(words) if (verb or why) and few and words[-1] not in _OPEN else -1


def _inquiry(words: Sequence[str], start: int) -> int:
    """“Perform a root cause analysis.”"""
    done = _DO.end(words, start)
    end = _INQUIRY.skip(words, done)
    return _REST.skip(words, end) if end > done > 0 and words[end - 1] in _INQUIRIES else -1


def _measures(words: Sequence[str], start: int) -> int:
    """“Take the necessary steps to resolve the issue.”"""
    fitting = _FITTING.end(words, _SOME.skip(words, _DO.end(words, start)))
    return _REST.skip(words, _TO_FIX.skip(words, _MEASURE.end(words, _FITTING.skip(words, fitting))))


def _stock(words: Sequence[str], start: int) -> int:
    """“Do the needful.”"""
    return _REST.skip(words, _STOCK.end(words, start))


def _all_well(words: Sequence[str], start: int) -> int:
    """“Make sure everything works as expected.”"""
    whole = _WHOLE.end(words, _THAT.skip(words, _ENSURE.end(words, start)))
    return _WELL.skip(words, _IS.end(words, whole))


def _sources(words: Sequence[str], start: int) -> int:
    """“Check the logs for any errors.”"""
    found = _SOURCE.end(words, _WHICH.skip(words, _LOOK.end(words, start)))
    while (further := _SOURCE.end(words, _WHICH.skip(words, found))) > 0:
        found = further
    return _REST.skip(words, _CLUES.skip(words, found))


def _fitting(words: Sequence[str], start: int) -> int:
    """“Handle the lag appropriately.”"""
    verb = words[start : start + 1] in (["handle"], ["address"], ["treat"]) or words[start : start + 2] == [
        "deal",
        "with",
    ]
    return len(words) if verb and len(words) - start <= 6 and words[-1] in _FITTINGLY else -1


def _found_and_fixed(words: Sequence[str], start: int) -> int:
    """“Identify the broker that causes it and fix it.”"""
    verb = start < len(words) and words[start] in ("identify", "find", "locate", "determine")
    return len(words) if verb and list(words[-3:]) == ["and", "fix", "it"] else -1


_GRAMMARS: tuple[Callable[[Sequence[str], int], int], ...] = (
    _order,
    _fitting,
    _found_and_fixed,
    _deep,
    _inquiry,
    _measures,
    _stock,
    _all_well,
    _sources,
)

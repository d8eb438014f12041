"""Which orders take a command, and which are done by clicking, asking or reading."""

from __future__ import annotations

import re

_THINGS = (
    r"(?:pods?|nodes?|deployments?|statefulsets?|daemonsets?|databases?|db|replicas?|primary|standby|master|slave"
    r"|leader|brokers?|queues?|topics?|partitions?|caches?|services?"
    r"|servers?|hosts?|vms?|instances?|containers?|clusters?|process(?:es)?|daemons?|agents?|workers?|consumers?"
    r"|jobs?|cron\s?jobs?|certificates?|certs?|tables?|index(?:es)?|volumes?|pvcs?"
    r"|filesystems?|disks?|partition|backups?|snapshots?|logs?|connections?|sessions?|quer(?:y|ies)|kubelet|etcd"
    r"|postgres\w*|mysql|redis|kafka|nginx|prometheus|alertmanager|scripts?|commands?|migrations?"
    r"|release|version|images?|locks?|transactions?|secrets?|passwords?|credentials|keys?|tokens?|namespaces?"
    r"|machines?|gateways?|proxy|load\s?balancers?|apps?|applications?|api)"
)
_BY_HAND = re.compile(
    r"`|\]\(|\]\[|https?://|\b(?:click|navigate|browse|open|go\s+to|select|button|tab|menu|console|dashboards?"
    r"|grafana|kibana|datadog|splunk|argo\s?cd|jenkins|pipeline|portal|gui|ui|web\s+(?:ui|console|interface)"
    r"|in\s+slack|post\s+(?:in|to|on)"
    r"|ask|tell|call|contact|notify|page|escalate|announce|inform|request|wait|consider|see|refer|follow(?:ing)?"
    r"|described|documented|runbook|playbook|procedure|RUN-\d|step\s+\d|steps?\s+above|automatically|vendor|support)\b",
    re.IGNORECASE,
)

_TECHNICAL = re.compile(rf"\b{_THINGS}\b", re.IGNORECASE)


def is_technical(text: str) -> bool:
    """Tell whether the text names a thing that commands act on."""
    return _TECHNICAL.search(text) is not None


def is_by_hand(text: str) -> bool:
    """Tell whether the text shows code or a link, or speaks of a console, a person or another page."""
    return _BY_HAND.search(text) is not None


def names_thing_first(order: str) -> bool:
    """Tell whether the order's first noun is a thing that commands act on: "restart the orders consumer pod"."""
    return _SUBJECT.match(order) is not None


_SUBJECT = re.compile(
    rf"^(?:\W|\w+ing\b)*\w+\s+(?:(?:and|or)\s+\w+\s+)?(?:the\s+|all\s+|any\s+|each\s+|every\s+|current\s+|running\s+"
    rf"|affected\s+"
    rf"|failing\s+|unhealthy\s+|stuck\s+|broken\s+)*(?:[\w-]+\s+){{0,3}}?{_THINGS}\b",
    re.IGNORECASE,
)

"""Titles a person would give: of alerts, from their summary or their name."""

from __future__ import annotations

import re

from pipeline.models.entry import MonEntry

_ACRONYMS = frozenset(
    (
        "API CPU DNS HTTP HTTPS TLS SSL SLO SLA TCP UDP IO IP OOM PVC PV HPA PDB RAID TSDB WAL URL VM "
        "SQL NFS JVM GC ID CSR OSD MDS MTU NTP ETCD UPS CRD QPS RPC"
    ).split()
)
_NAMES = {"etcd": "etcd", "postgresql": "PostgreSQL", "coredns": "CoreDNS", "kafka": "Kafka", "redis": "Redis"}


def alert_name(entry: MonEntry) -> str:
    """Return the alert's name in CamelCase: its own, or its title's words without a closing "Alert" or "(Warning)"."""
    if entry.alert:
        return entry.alert
    bare = re.sub(r"\s*\([^)]*\)\s*$", "", entry.title)
    words = [word for word in re.split(r"[^A-Za-z0-9]+", bare) if word]
    if len(words) > 1 and words[-1].lower() in ("alert", "alarm"):
        words = words[:-1]
    return "".join(word[0].upper() + word[1:] for word in words)


def alert_title(entry: MonEntry) -> str:
    """Return a title for the alert's runbook: the entry's own, or the alert's name in words."""
    if not entry.alert or entry.title != entry.alert:
        title = re.sub(r"[\s(]+(?:warning|critical|info|alert)\)?\s*$", "", entry.title, flags=re.IGNORECASE)
        if "{{" not in title and 0 < len(title) <= 70:
            return title.rstrip(".")
    return spoken(alert_name(entry))


def spoken(name: str) -> str:
    """Return a CamelCase name as words: "KubePodCrashLooping" → "Kube pod crash looping"."""
    apart = re.sub(r"([A-Z]+)([A-Z][a-z])|([a-z0-9])([A-Z])", _split, name)
    words = apart.replace("_", " ").replace("-", " ").split()
    said = [_NAMES.get(w.lower()) or (w if w.upper() in _ACRONYMS or w.isupper() else w.lower()) for w in words]
    text = " ".join(said)
    return text[:1].upper() + text[1:]


def _split(match: re.Match[str]) -> str:
    left, right = (match[1], match[2]) if match[1] else (match[3], match[4])
    return f"{left} {right}"

"""Facts about services that no alert carries: owners, contacts, dashboards, access, environments, scripts."""

from __future__ import annotations

from pipeline.models.base import Frozen, Source


class Contact(Frozen):
    """One rung of an escalation path: the role, how to reach it, and after how long ("15 minutes")."""

    role: str
    contact: str
    after: str = ""


class Link(Frozen):
    """A named address, such as a dashboard."""

    title: str
    url: str


class Script(Frozen):
    """A command that the team owns: how to call it, what it is for, and its effect (read, change, destructive)."""

    command: str
    purpose: str
    effect: str = "change"


class Access(Frozen):
    """A tool an operator needs, and how to get into it."""

    tool: str
    how: str = ""


class Service(Frozen):
    """One service of the catalog.

    `match` holds label values that tie an alert to the service ({"service": "checkout-api"}); its name always does.
    `facts` holds values for slots of procedures, such as namespace, workload, host or database.
    """

    name: str
    source: Source
    description: str = ""
    owner: str = ""
    technology: tuple[str, ...] = ()
    match: tuple[tuple[str, str], ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    escalation: tuple[Contact, ...] = ()
    dashboards: tuple[Link, ...] = ()
    depends_on: tuple[str, ...] = ()
    scripts: tuple[Script, ...] = ()

    def fact(self, key: str) -> str:
        """Return the fact of that key, or ""."""
        return dict(self.facts).get(key, "")


class Environment(Frozen):
    """A place where the software runs, such as production, with facts such as its kubectl context."""

    name: str
    facts: tuple[tuple[str, str], ...] = ()


class Catalog(Frozen):
    """All catalog facts. The top-level owner, escalation and facts serve every service that has none of its own."""

    services: tuple[Service, ...] = ()
    owner: str = ""
    escalation: tuple[Contact, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    access: tuple[Access, ...] = ()
    environments: tuple[Environment, ...] = ()
    scripts: tuple[Script, ...] = ()
    dashboards: tuple[Link, ...] = ()
    channels: tuple[tuple[str, str], ...] = ()

    def service(self, name: str) -> Service | None:
        """Return the service of that name, or None."""
        return next((s for s in self.services if s.name == name), None)

"""The example workspace: it imports without an error, holds what its README says, and its PromQL parses."""

from __future__ import annotations

from functools import cache

import promql_parser
import pytest

from pipeline.importers.folder import read_inputs
from pipeline.models.entry import DepEntry, DepType, MonEntry, MonType, RiskEntry, RiskStatus, Severity
from pipeline.models.intake import Intake
from tests.real_data import ROOT

FOLDER = ROOT / "inputs"


@cache
def intake() -> Intake:
    return read_inputs([FOLDER])


def monitors() -> list[MonEntry]:
    return [entry for entry in intake().entries if isinstance(entry, MonEntry)]


def test_nothing_is_lost_in_reading_it() -> None:
    assert [str(problem) for problem in intake().errors] == []


def test_it_holds_entries_of_every_kind_and_type() -> None:
    entries = intake().entries
    assert len(monitors()) == 29
    assert [e.id for e in entries if isinstance(e, DepEntry)] == [f"DEP-{n:03}" for n in range(1, 13)]
    assert [e.id for e in entries if isinstance(e, RiskEntry)] == [f"RISK-{n:03}" for n in range(1, 11)]
    assert {e.type for e in monitors()} == set(MonType)
    assert {e.type for e in entries if isinstance(e, DepEntry)} == set(DepType)
    assert {e.severity for e in monitors()} == {*Severity, None}


@pytest.mark.parametrize("entry", [e for e in monitors() if e.expr], ids=lambda e: e.id)
def test_every_expression_is_promql(entry: MonEntry) -> None:
    assert promql_parser.parse(entry.expr) is not None


def test_the_gaps_that_the_readme_names_are_there() -> None:
    by_id = {entry.id: entry for entry in intake().entries}
    mobile, mails, loyalty = (by_id[f"MON-{n}"] for n in ("009", "011", "014"))
    assert isinstance(mobile, MonEntry) and mobile.severity is None
    assert isinstance(mails, MonEntry) and not mails.owner and not mails.window
    assert not loyalty.owner
    assert isinstance(rollback := by_id["DEP-011"], DepEntry) and not rollback.threshold
    assert isinstance(gone := by_id["RISK-005"], RiskEntry) and gone.status is RiskStatus.RESOLVED
    assert not by_id["RISK-009"].owner
    assert not next(s for s in intake().catalog.services if s.name == "notification-service").owner
    assert intake().catalog.service("loyalty-service") is None


def test_contacts_keep_their_channels() -> None:
    contacts = [contact.contact for service in intake().catalog.services for contact in service.escalation]
    assert 'PagerDuty service "Checkout", Slack #checkout-oncall' in contacts


def test_every_address_is_one_of_an_example_domain() -> None:
    hosts = {word for service in intake().catalog.services for _, word in service.facts if "://" in word}
    assert hosts
    assert all(".example.com" in host for host in hosts)

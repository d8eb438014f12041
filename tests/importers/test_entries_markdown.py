"""Entries as people write them: the ways an entry starts (A1 to A19) and its fields (B1 to B10)."""

from __future__ import annotations

import pytest

from pipeline.models.entry import DepType, Grade, MonType, RiskStatus, Severity
from pipeline.models.intake import ProblemLevel
from tests.importers.reading import markdown, only, only_dep, only_mon, only_risk, whats

ALERT = """
    MON-002: High Latency Alert
    Type: Alert
    Layer: Application
    Owner: Backend Team

    Metric: MON-001 (api.request.latency.p95)
    Condition: > 500ms
    Window: 5 minutes
    Severity: Warning
    Runbook: RUN-006 (Performance Degradation Investigation)

    Notification:
      - Channel: Slack #backend-alerts
      - Recipients: Backend on-call

    Silencing: During scheduled deployments (DEP-002 windows)

    Linked IDs: MON-001, RUN-006, DEP-002
"""


def fenced(text: str, language: str = "") -> str:
    return (
        f"Examples:\n\n```{language}\n"
        + "\n".join(line[4:] for line in text.strip("\n").split("\n"))
        + "\n```\n\nMore.\n"
    )


class TestHowAnEntryStarts:
    @pytest.mark.parametrize("language", ["", "markdown", "text", "yaml"])
    def test_a1_bare_header_in_a_fence(self, language: str) -> None:
        entry = only_mon(markdown(fenced(ALERT, language)))
        assert (entry.id, entry.title, entry.type) == ("MON-002", "High Latency Alert", MonType.ALERT)
        assert (entry.layer, entry.owner, entry.severity) == ("Application", "Backend Team", Severity.WARNING)
        assert (entry.metric, entry.condition, entry.window) == ("MON-001", "> 500ms", "5 minutes")
        assert entry.linked == ("MON-001", "RUN-006", "DEP-002")
        assert entry.runbooks == ("RUN-006",)
        assert entry.field("notification") == "- Channel: Slack #backend-alerts\n- Recipients: Backend on-call"
        assert (entry.source.line, entry.fields[0].line) == (4, 5)

    def test_a1_bare_header_without_a_fence(self) -> None:
        entry = only_mon(markdown(ALERT, "alerts.txt"))
        assert (entry.id, entry.severity, entry.source.line) == ("MON-002", Severity.WARNING, 1)
        assert entry.fields[-1].key == "Linked IDs"

    def test_a2_several_entries_in_one_fence(self) -> None:
        found = markdown("""
            ```markdown
            MON-002: High Latency Alert
            Type: Alert
            Severity: Warning

            ---

            MON-003: Critical Latency Alert
            Type: Alert
            Severity: Critical
            ```
        """)
        assert [(entry.id, entry.source.line) for entry in found.entries] == [("MON-002", 2), ("MON-003", 8)]
        assert found.problems == ()

    def test_a3_top_heading_with_bold_keys(self) -> None:
        entry = only_dep(
            markdown("""
            # DEP-012: Checkout release

            **ID**: DEP-012
            **Type**: Release
            **Environment**: Production
            **Strategy**: Canary
            **Owner**: Checkout team

            ---

            ## Summary

            **What**: Checkout 2.4

            ## Deployment Steps

            ### Step 1: Validate

            **Actions**:
            1. [ ] Verify the checklist
            2. [ ] Take a backup

            **Success Criteria**: All items checked
        """)
        )
        assert (entry.id, entry.title, entry.type) == ("DEP-012", "Checkout release", DepType.STEP)
        assert (entry.environment, entry.strategy, entry.owner) == ("Production", "Canary", "Checkout team")
        assert entry.description == "Checkout 2.4"
        assert entry.procedure == ("Verify the checklist", "Take a backup")
        assert entry.success == "All items checked"

    def test_a4_second_heading_with_body_in_third_headings(self) -> None:
        entry = only_dep(
            markdown("""
            ## DEP-002: Diarize Sidecar Bundle + Codesign

            **ID**: DEP-002
            **Category**: Application
            **Status**: Active

            ### Purpose

            Ship the sidecar with the application bundle,
            signed with the same identity.

            ### Steps

            1. **Prepare**: Build the sidecar
            2. **Deploy**: Copy and sign it
            3. **Verify**: `codesign --verify` exits 0

            ### Rollback

            Publish the previous bundle.

            ### Related IDs

            - [TEST-030](SoT.TESTING.md#test-030) - bundle starts
            - [MON-004](#mon-004) - crash rate

            ## Changelog

            - DEP-002 added
        """)
        )
        assert entry.description == "Ship the sidecar with the application bundle, signed with the same identity."
        assert entry.procedure == (
            "**Prepare**: Build the sidecar",
            "**Deploy**: Copy and sign it",
            "**Verify**: `codesign --verify` exits 0",
        )
        assert entry.linked == ("TEST-030", "MON-004")
        assert entry.field("rollback") == "Publish the previous bundle."

    def test_a5_third_heading_with_pseudo_headings_and_rules_inside(self) -> None:
        found = markdown("""
            ## Good example

            ### DEP-045: Dark Mode Feature Deployment

            **ID**: DEP-045
            **Type**: Release
            **Strategy**: Feature Flag

            ---

            **Summary**:

            **What**: Deploy the toggle
            **Why**: Asked for (CFD-089)

            ---

            **Step 1: Deploy with the flag off**
            1. [x] Deploy v2.4.0
            2. [x] Verify it

            **Rollback Trigger**: Error rate > 0.5%

            ---

            **Rollback Plan**:

            **Procedure**:
            1. Toggle the flag off

            ## Bad example

            Nothing here.
        """)
        entry = only_dep(found)
        assert (entry.strategy, entry.description, entry.trigger) == (
            "Feature Flag",
            "Deploy the toggle",
            "Error rate > 0.5%",
        )
        assert entry.procedure == ("Deploy v2.4.0", "Verify it")
        assert entry.linked == ("CFD-089",)
        assert "Nothing here" not in str(entry.fields)

    def test_a6_second_heading_with_a_bar_and_bullets(self) -> None:
        found = markdown("""
            # Risks

            ## RISK-001 | Rate-limit bypass via token rotation

            - **Description**: Free-tier users might rotate accounts to bypass BR-001 limit.
            - **Mitigation**: IP-based secondary limiter; rate-limit on signup.
            - **Related IDs**: [BR-001](SoT.BUSINESS_RULES.md#br-001).

            ## RISK-002 | Audit log tampering

            - **Description**: Compromised service account could alter audit history.
        """)
        first, second = found.entries
        assert (first.id, first.title) == ("RISK-001", "Rate-limit bypass via token rotation")
        assert first.description == "Free-tier users might rotate accounts to bypass BR-001 limit."
        assert first.linked == ("BR-001",)
        assert [field.key for field in first.fields] == ["Description", "Mitigation", "Related IDs"]
        assert second.title == "Audit log tampering"

    def test_a7_row_of_a_table_with_ten_columns(self) -> None:
        entry = only_risk(
            markdown("""
            | ID | Category | Risk | Impact | Likelihood | Raw Score | Status | Score | Response | Linked IDs |
            |----|----------|------|--------|------------|-----------|--------|-------|----------|------------|
            | RISK-002 | Technical | Refused capture | M (2) | H (3) | 6 | accepted | 6.0 | Accept | TECH-004, BR-201 |
        """)
        )
        assert (entry.id, entry.title, entry.category) == ("RISK-002", "Refused capture", "Technical")
        assert (entry.impact, entry.likelihood, entry.score) == (Grade.MEDIUM, Grade.HIGH, 6.0)
        assert (entry.status, entry.response) == (RiskStatus.ACCEPTED, "Accept")
        assert (entry.linked, entry.source.line) == (("TECH-004", "BR-201"), 3)

    def test_a8_row_of_a_table_with_five_columns(self) -> None:
        entry = only_risk(
            markdown("""
            # Risks

            | Risk ID | Description | Impact | Likelihood | Mitigation |
            | --- | --- | --- | --- | --- |
            | RISK-001 | Limited cafe data | High | Medium | Start with curated cafe list and preference form|
        """)
        )
        assert (entry.title, entry.impact, entry.likelihood) == ("Limited cafe data", Grade.HIGH, Grade.MEDIUM)
        assert entry.mitigation == "Start with curated cafe list and preference form"

    def test_a9_heading_with_an_em_dash_and_a_table_of_fields(self) -> None:
        entry = only_risk(
            markdown("""
            ### RISK-001 — Signal System Scalability

            | Field | Detail |
            |-------|--------|
            | **Category** | Technical |
            | **Probability** | Medium |
            | **Impact** | High |
            | **Mitigation** | Shard the bus<br>Load test |
        """)
        )
        assert (entry.title, entry.category) == ("Signal System Scalability", "Technical")
        assert (entry.likelihood, entry.impact) == (Grade.MEDIUM, Grade.HIGH)
        assert entry.field("mitigation") == "Shard the bus\nLoad test"

    def test_a10_heading_without_a_title_and_hard_breaks(self) -> None:
        lines = (
            "## RISK-001",
            "**Severity:** P0  ",
            "**Description:** Keys leak through logs.  ",
            "**Owner:** Security",
        )
        entry = only_risk(markdown("\n".join(lines)))
        assert (entry.id, entry.impact, entry.owner) == ("RISK-001", Grade.HIGH, "Security")
        assert entry.description == "Keys leak through logs."

    def test_a11_fourth_heading_with_bullets(self) -> None:
        entry = only_risk(
            markdown("""
            #### RISK-001: Next.js 14 App Router Learning Curve
            - **Category**: Technical
            - **Probability**: Medium (60%)
            - **Impact**: Low
            - **Mitigation**:
              - Pair on the first route
              - Time-box to a week
        """)
        )
        assert (entry.category, entry.likelihood, entry.impact) == ("Technical", Grade.MEDIUM, Grade.LOW)
        assert entry.mitigation == "- Pair on the first route\n- Time-box to a week"

    def test_a12_bullets(self) -> None:
        first, second = markdown("""
            ## Risks

            - **RISK-001** — The database may not exist in the region. Mitigation: if it is missing,
              fall back to the primary region.

            1. **RISK-002** (Low severity) — Fonts may be missing. *Mitigation*: bundle them.
        """).entries
        assert (first.id, first.title) == ("RISK-001", "The database may not exist in the region")
        assert first.field("mitigation") == "if it is missing, fall back to the primary region."
        assert (second.title, getattr(second, "impact", None)) == ("Fonts may be missing", Grade.LOW)
        assert second.field("mitigation") == "bundle them."

    def test_a13_bold_id_in_a_table(self) -> None:
        entry = only_risk(
            markdown("""
            | ID | Threat | Owner | Inherent (I×L) | Residual |
            |----|--------|-------|----------------|----------|
            | **RISK-001** | Compelled government disclosure | CISO | 4×5 = **20** | 3×5 = **15** |
        """)
        )
        assert (entry.title, entry.owner, entry.score) == ("Compelled government disclosure", "CISO", 20.0)
        assert (entry.impact, entry.likelihood) == (Grade.HIGH, Grade.HIGH)

    def test_a14_front_matter(self) -> None:
        entry = only_mon(
            markdown("""
            ---
            id: MON-001
            title: Queue depth
            status: active
            type: Alert
            severity: critical
            ---

            # Queue depth

            ## Condition

            More than 1,000 messages wait.

            ## Linked IDs

            - [RUN-004](../runbooks/run-004.md)
        """)
        )
        assert (entry.id, entry.title, entry.severity) == ("MON-001", "Queue depth", Severity.CRITICAL)
        assert entry.condition == "More than 1,000 messages wait."
        assert entry.runbooks == ("RUN-004",)

    def test_a14_yaml_list_in_a_fence(self) -> None:
        found = markdown("""
            ```yaml
            risks:
              - id: RISK-001
                title: Vendor leaves
                impact: high
              - risk_id: RISK-002
                name: Budget is cut
                likelihood: low
            ```
        """)
        assert [(entry.id, entry.title, entry.source.line) for entry in found.entries] == [
            ("RISK-001", "Vendor leaves", 3),
            ("RISK-002", "Budget is cut", 6),
        ]

    def test_a15_heading_that_labels_the_id(self) -> None:
        entry = only_risk(
            markdown("""
            # Risk ID: RISK-0015
            Title: Supplier fails
            Impact: High
        """)
        )
        assert (entry.id, entry.title, entry.impact) == ("RISK-0015", "Supplier fails", Grade.HIGH)

    def test_a16_mixed_case(self) -> None:
        entry = only_risk(markdown("### Risk-001: Streamlit Learning Curve\n\n**Impact**: Low\n"))
        assert (entry.id, entry.title) == ("RISK-001", "Streamlit Learning Curve")

    def test_a17_title_with_a_category(self) -> None:
        entry = only_risk(markdown("```\nRISK-001: Market — Competitor Feature Parity\nImpact: High (3) — User\n```\n"))
        assert (entry.category, entry.title) == ("Market", "Competitor Feature Parity")

    def test_a18_deprecated_entry(self) -> None:
        entry = only_dep(
            markdown("""
            ### DEP-004: Blue-green switch [DEPRECATED]

            **Status**: Deprecated (2026-01-10)
            **Strategy**: Blue-Green
            **Replacement**: [DEP-009](#dep-009-canary)
            **Reason**: Canary took over
        """)
        )
        assert (entry.title, entry.deprecated, entry.linked) == ("Blue-green switch", True, ("DEP-009",))

    @pytest.mark.parametrize(
        ("heading", "title"),
        [
            ("#### Test ID: MON-001 - CloudWatch Integration Testing", "CloudWatch Integration Testing"),
            ("### MON-001 | Phase 1 foundation", "Phase 1 foundation"),
            ("### MON-001 · provider latency", "provider latency"),
            ("### MON-001 – provider latency", "provider latency"),
            ("### `MON-001`: provider latency", "provider latency"),
            ("### [MON-001](#mon-001): provider latency", "provider latency"),
            ("### 3.2 MON-001: provider latency", "provider latency"),
            ("### 🔴 **MON-001**: provider latency", "provider latency"),
            ("MON-001: provider latency\n=========================", "provider latency"),
        ],
    )
    def test_a19_other_separators(self, heading: str, title: str) -> None:
        entry = only_mon(markdown(f"{heading}\n\n**Type**: Alert\n**Condition**: > 5\n"))
        assert (entry.id, entry.title, entry.condition) == ("MON-001", title, "> 5")

    def test_entries_without_an_empty_line_between_them(self) -> None:
        found = markdown("""
            Alerts:
            MON-001: A
            Type: Alert
            MON-002: B
            Type: Alert
            Severity: Critical
        """)
        assert [(entry.id, len(entry.fields)) for entry in found.entries] == [("MON-001", 1), ("MON-002", 2)]

    def test_table_of_alerts(self) -> None:
        entry = only_mon(
            markdown("""
            | ID | Alert | Severity | Condition | Runbook |
            |----|-------|----------|-----------|---------|
            | MON-001 | Slow checkout | P1 | > 2 s for 5 min | RUN-003 |
        """)
        )
        assert (entry.title, entry.type, entry.severity) == ("Slow checkout", MonType.ALERT, Severity.CRITICAL)
        assert (entry.condition, entry.runbooks) == ("> 2 s for 5 min", ("RUN-003",))

    def test_a_risk_with_fields_listed_within_another_entry(self) -> None:
        found = markdown("""
            ## DEP-001: Release
            Strategy: Canary

            ### Risks
            - **RISK-004** — Migration is slow. Mitigation: run it at night
            - **RISK-005** is known
        """)
        assert [entry.id for entry in found.entries] == ["DEP-001", "RISK-004"]
        assert found.entries[0].linked == ("RISK-005",)

    def test_heading_above_a_line_that_gives_the_id(self) -> None:
        found = markdown("""
            ## Slow checkout

            **ID**: MON-004
            **Type**: Alert
            **Condition**: > 2 s

            ## Failed payments

            - **ID**: MON-005
            - **Type**: Alert
        """)
        assert [(entry.id, entry.title) for entry in found.entries] == [
            ("MON-004", "Slow checkout"),
            ("MON-005", "Failed payments"),
        ]

    def test_heading_with_the_fields_in_a_fence(self) -> None:
        entry = only_mon(
            markdown("### MON-004: Slow checkout\n\n```\nType: Alert\nSeverity: Critical\n```\n\nOwner: SRE\n")
        )
        assert (entry.severity, entry.owner) == (Severity.CRITICAL, "SRE")


class TestFields:
    def test_b1_links_under_every_name(self) -> None:
        for line in (
            "Linked IDs: BR-001, RUN-002",
            "**Linked IDs**: BR-001, RUN-002",
            "**Linked IDs**\n\n- BR-001\n- RUN-002",
            "### Related IDs\n\n- [BR-001](a.md#br-001) - why\n- [RUN-002](#run-002)",
            "- **Related IDs**: [BR-001](a.md), [RUN-002](b.md)",
            "| Field | Detail |\n|---|---|\n| Linked IDs | BR-001, RUN-002 |",
        ):
            assert only(markdown(f"## RISK-001: A\n\nImpact: High\n\n{line}\n")).linked == ("BR-001", "RUN-002"), line

    @pytest.mark.parametrize(
        ("lines", "severity"),
        [
            ("Severity: Critical", Severity.CRITICAL),
            ("- **Severity**: 🔴 Critical (page)", Severity.CRITICAL),
            ("**Severity**: Warning | **Owner**: SRE", Severity.WARNING),
            ("**Thresholds**: Warning: 70% | Critical: 90%", Severity.CRITICAL),
            ("**Thresholds**: Warning: 70%", Severity.WARNING),
            (
                "| Level | Threshold | Action |\n|---|---|---|\n| Warning | > 70% | Look |\n| Critical | > 90% | Act |",
                Severity.CRITICAL,
            ),
        ],
    )
    def test_b2_severity(self, lines: str, severity: Severity) -> None:
        assert only_mon(markdown(f"## MON-001: Pool\n\n**Type**: Alert\n{lines}\n")).severity is severity

    def test_b2_both_thresholds_are_kept_as_the_condition(self) -> None:
        entry = only_mon(markdown("## MON-001: Pool\n\n**Thresholds**: Warning: 70% | Critical: 90%\n"))
        assert (entry.type, entry.condition) == (MonType.ALERT, "Warning: 70% | Critical: 90%")

    def test_b2_table_of_levels_is_kept_as_the_condition(self) -> None:
        page = "## MON-001: Pool\n\n| Level | Threshold | Action |\n|---|---|---|\n| Critical | > 90% | Act |\n"
        assert only_mon(markdown(page)).condition == "Critical: > 90% — Act"

    @pytest.mark.parametrize(
        ("line", "likelihood"),
        [("Probability: 25%", Grade.LOW), ("Likelihood: H (3)", Grade.HIGH), ("Likelihood: Média", Grade.MEDIUM)],
    )
    def test_b3_likelihood(self, line: str, likelihood: Grade) -> None:
        assert only_risk(markdown(f"## RISK-001: A\n\n{line}\n")).likelihood is likelihood

    def test_b3_unknown_grade_is_noted(self) -> None:
        found = markdown("## RISK-001: A\n\nImpact: enormous\nMitigation: none\n")
        assert only_risk(found).impact is None
        assert whats(found) == [
            "page.md:3: RISK-001 has the impact “enormous”, which is not known; use High, Medium or Low"
        ]

    @pytest.mark.parametrize(
        ("status", "meant"),
        [
            ("Active (EPIC-04b, 2026-05-09)", RiskStatus.OPEN),
            ("CLOSED ✅", RiskStatus.RESOLVED),
            ("🟢 Low", RiskStatus.OPEN),
            ("✅ Complete", RiskStatus.RESOLVED),
        ],
    )
    def test_b4_status_with_notes(self, status: str, meant: RiskStatus) -> None:
        found = markdown(f"## RISK-001: A\n\nImpact: High\nStatus: {status}\n")
        assert (only_risk(found).status, found.problems) == (meant, ())

    def test_b5_trigger_means_what_it_means_in_each_kind(self) -> None:
        found = markdown("""
            ## RISK-001: A
            Impact: High
            Trigger: The vendor is bought

            ## DEP-001: B
            Type: Rollback
            Trigger: Error rate above 2%

            ## RUN-001: C
            Trigger: MON-005 alert
        """)
        assert [getattr(entry, "trigger", "") for entry in found.entries] == [
            "The vendor is bought",
            "Error rate above 2%",
        ]

    def test_b6_unfilled_templates_are_noted_and_real_entries_next_to_them_are_read(self) -> None:
        found = markdown("""
            ## DEP-001: {Procedure Name}

            **ID**: DEP-001
            **Category**: Infrastructure | Application | Database
            **Status**: Active | Deprecated | Planned
            **Created**: YYYY-MM-DD

            ## DEP-002: Sidecar bundle

            **Category**: Application

            ### Steps

            1. Build it

            ## MON-001: {Metric Name}

            **Thresholds**: Warning: {value} | Critical: {value}

            # RISK-XXX: [Risk Title]
            **Impact**: [High | Medium | Low]
        """)
        assert only(found).id == "DEP-002"
        assert [problem.source.line for problem in found.problems] == [1, 16, 20]
        assert {problem.level for problem in found.problems} == {ProblemLevel.NOTE}
        assert all("unfilled template" in what for what in whats(found))

    def test_b6_a_template_value_in_a_real_entry_is_read_as_empty_and_noted(self) -> None:
        found = markdown("## MON-001: Pool\n\n**Type**: Alert\n**Condition**: > 5\n**Owner**: [Team]\n")
        assert only(found).owner == ""
        assert whats(found) == [
            "page.md:5: MON-001 still has the template's text in “Owner”; read as empty; fill it in"
        ]

    @pytest.mark.parametrize(
        ("lines", "kind"),
        [
            ("Type: Metric\nUnit: ms", MonType.METRIC),
            ("Unit: ms\nAggregation: p95", MonType.METRIC),
            ("Panels:\n  - Error rate", MonType.DASHBOARD),
            ("Target: 99.9%\nError Budget: 43 minutes", MonType.SLO),
            ("Metric: MON-001\nCondition: > 5", MonType.ALERT),
        ],
    )
    def test_b7_type_of_a_mon_entry(self, lines: str, kind: MonType) -> None:
        entry = only_mon(markdown(f"```\nMON-007: A\n{lines}\n```\n"))
        assert (entry.type, entry.severity) == (kind, None)

    def test_b8_link_values(self) -> None:
        entry = only(
            markdown("""
            ```
            MON-005: System health
            Type: Dashboard
            Linked IDs: MON-001.2 (alert), RUN-001/002, API-001–003, RISK-001→003, TEST-201..203, API-010 to API-012,
              EPIC-04b, [BR-001](x.md#br-001), MON-CHG-001, None
            ```
        """)
        )
        assert " ".join(entry.linked) == (
            "MON-001.2 RUN-001 RUN-002 API-001 API-002 API-003 RISK-001 RISK-002 RISK-003 TEST-201 TEST-202 TEST-203 "
            "API-010 API-011 API-012 EPIC-04b BR-001 MON-CHG-001"
        )

    def test_b9_comments_and_navigation_hold_no_entries(self) -> None:
        found = markdown("""
            <!-- SECTION: template-structure -->
            <!--
            MON-009: Commented out
            Type: Alert
            -->

            ## Navigation

            - [MON-001](#mon-001-pool) - Pool
            - [DEP-001](#dep-001) - Release

            ## MON-001: Pool <!-- the first -->

            Type: Alert
            <!-- Severity: Critical -->
            Severity: Warning

            <!-- /SECTION: template-structure -->
        """)
        entry = only_mon(found)
        assert (entry.title, entry.severity) == ("Pool", Severity.WARNING)

    def test_b10_wrapped_values_lists_and_procedures(self) -> None:
        entry = only_dep(
            markdown("""
            ```
            DEP-003: Error Rate Rollback Trigger
            Type: Rollback
            Description: Automatic rollback if the error rate
              exceeds the threshold: see below
            Threshold: >2% of requests
                for 5 minutes
            Procedure:
              1. Alert on-call engineer
              2. Revert to previous
                 known-good version
            Notification:
              - Channel: #incidents
              - Also: PagerDuty
            ```
        """)
        )
        assert entry.description == "Automatic rollback if the error rate exceeds the threshold: see below"
        assert entry.threshold == ">2% of requests for 5 minutes"
        assert entry.procedure == ("Alert on-call engineer", "Revert to previous known-good version")
        assert entry.notification == "- Channel: #incidents\n- Also: PagerDuty"

    def test_code_under_a_key_and_plain_lines_after_it(self) -> None:
        entry = only_mon(
            markdown("""
            ## MON-010: Error rate

            Type: Alert
            Expr:
            ```promql
            sum(rate(http_requests_total{code=~"5.."}[5m]))
              / sum(rate(http_requests_total[5m])) > 0.05
            ```
            Severity: critical
            Window: 10m
        """)
        )
        assert entry.expr == (
            'sum(rate(http_requests_total{code=~"5.."}[5m]))\n  / sum(rate(http_requests_total[5m])) > 0.05'
        )
        assert (entry.severity, entry.window) == (Severity.CRITICAL, "10m")

    @pytest.mark.parametrize("key", ["Expr", "Query", "PromQL", "Expression"])
    def test_expression_on_one_line(self, key: str) -> None:
        assert only_mon(markdown(f"```\nMON-010: A\nType: Alert\n{key}: `up == 0`\n```\n")).expr == "up == 0"

    def test_a_query_in_another_language_stays_a_field(self) -> None:
        found = markdown("```\nMON-010: A\nType: Alert\nQuery: SELECT count(*) FROM errors\n```\n")
        entry = only_mon(found)
        assert (entry.expr, entry.field("Query")) == ("", "SELECT count(*) FROM errors")
        assert whats(found)[0].startswith("page.md:4: MON-010 has an expression that is no PromQL: ")

    def test_another_id_among_the_fields_is_noted(self) -> None:
        found = markdown("## MON-010: A\n\n**ID**: MON-011\n**Type**: Alert\n")
        assert only(found).id == "MON-010"
        assert whats(found) == [
            "page.md:3: MON-010 has the ID “MON-011” in its fields, which was not used; correct one of them"
        ]

    def test_groups_of_the_filled_in_template(self) -> None:
        entry = only_mon(
            markdown("""
            ```
            MON-010: Error rate
            Type: Alert

            For Alert Type:
              Metric: http_requests_total
              Condition: > 5%
              Severity: Critical
            ```
        """)
        )
        assert (entry.metric, entry.condition, entry.severity) == ("http_requests_total", "> 5%", Severity.CRITICAL)

    def test_unknown_fields_are_kept_with_their_lines(self) -> None:
        entry = only(markdown("```\nMON-010: A\nType: Alert\nEscalation Tier: gold\nColour : blue\n```\n"))
        assert [(field.key, field.value, field.line) for field in entry.fields[1:]] == [
            ("Escalation Tier", "gold", 4),
            ("Colour", "blue", 5),
        ]

    def test_prose_under_a_heading_is_the_description(self) -> None:
        entry = only_risk(markdown("## RISK-007: Vendor lock-in\n\nWe depend on one vendor\nfor all queues.\n"))
        assert entry.description == "We depend on one vendor for all queues."
        assert entry.field("") == "We depend on one vendor\nfor all queues."

    def test_a_field_of_ten_thousand_characters_is_kept(self) -> None:
        entry = only(markdown(f"```\nMON-010: A\nType: Alert\nCondition: {'x' * 10_000}\n```\n"))
        assert len(entry.field("Condition")) == 10_000


class TestPlaces:
    def test_runbooks_are_no_entries_and_do_not_disturb(self) -> None:
        found = markdown("""
            ```
            RUN-001: Pool exhaustion
            Category: Incident
            Trigger: MON-005 alert

            ## Procedure

            ### Step 1: Look
            Commands:
            ```sql
            SELECT 1;
            ```

            Verification:
            - [ ] **MON-005** resolves

            Linked IDs: MON-005, DEP-001
            ```

            ```
            MON-005: Pool
            Type: Alert
            Severity: Critical
            ```
        """)
        assert only(found).source.line == 21

    def test_a_runbook_page_holds_no_entries(self) -> None:
        found = markdown("RUN-001: A\nCategory: Incident\n\n## Scope\n- **Handles**: MON-005\n\nLinked IDs: MON-005\n")
        assert found.entries == ()

    def test_an_entry_within_a_section_of_another_one(self) -> None:
        found = markdown("""
            # DEP-001: Release 2.4
            **Strategy**: Rolling

            ## Risks

            ### RISK-001: Migration is slow
            **Impact**: High

            ## Rollback
            Redeploy 2.3
        """)
        first, second = found.entries
        assert (first.id, first.field("rollback")) == ("DEP-001", "Redeploy 2.3")
        assert second.id == "RISK-001"

    def test_a_row_fills_what_the_full_entry_leaves_open(self) -> None:
        found = markdown("""
            | ID | Risk | Impact | Likelihood |
            |----|------|--------|------------|
            | RISK-001 | Token rotation | High | Low |

            ## RISK-001 | Rate-limit bypass via token rotation

            - **Mitigation**: Limit by address
        """)
        entry = only_risk(found)
        assert (entry.source.line, entry.impact, entry.mitigation) == (5, Grade.HIGH, "Limit by address")
        assert whats(found) == [
            "page.md:3: RISK-001 stands in full at page.md:5; this only fills what is left open there"
        ]

    def test_a_row_with_another_title_is_a_duplicate(self) -> None:
        found = markdown("""
            | ID | Risk | Impact |
            |----|------|--------|
            | RISK-001 | Office floods | High |

            ## RISK-001: Key person leaves

            Impact: Low
        """)
        assert only_risk(found).impact is Grade.LOW
        assert found.problems[0].level is ProblemLevel.ERROR

    def test_a_row_without_an_id_is_an_error(self) -> None:
        found = markdown("| ID | Risk | Impact |\n|---|---|---|\n| RISK-001 | A | Low |\n| ? | B | High |\n")
        assert only(found).id == "RISK-001"
        assert whats(found) == [
            "page.md:4: a row of a table of entries without a valid ID: “? | B | High”; it was not imported; "
            "give it an ID such as RISK-012"
        ]

    def test_duplicate_ids_name_both_places(self) -> None:
        found = markdown("## RISK-001: A\nImpact: Low\n\n## RISK-001: B\nImpact: High\n")
        assert only(found).title == "A"
        assert whats(found) == [
            "page.md:4: RISK-001 “B” has the ID of “A” at page.md:1, which is kept; give one of them another ID"
        ]

    def test_an_entry_that_says_the_same_again_is_noted(self) -> None:
        found = markdown("## RISK-001: A\nImpact: Low\n\n## RISK-001: A\nImpact: Low\n")
        assert [problem.level for problem in found.problems] == [ProblemLevel.NOTE]

    @pytest.mark.parametrize("name", ["MON-../../x", "MON-1/2", "MON-$(id)", "MON-12345678901"])
    def test_an_id_that_none_may_have_is_refused(self, name: str) -> None:
        found = markdown(f"## {name}: Escape\n\nType: Alert\nCondition: > 1\n\n## MON-002: Good\n\nType: Alert\n")
        assert only(found).id == "MON-002"
        assert [(problem.level, problem.source.line) for problem in found.problems] == [(ProblemLevel.ERROR, 1)]
        assert "is no valid ID" in found.problems[0].what

    def test_one_bad_entry_does_not_stop_the_others(self) -> None:
        found = markdown("## MON-001: A\n\nLayer: Application\n\n## MON-002: B\n\nType: Alert\n")
        assert only(found).id == "MON-002"
        assert whats(found) == [
            "page.md:1: MON-001 has no type, and none of its fields tells it; "
            "add “Type:” with one of Metric, Alert, Dashboard, SLO"
        ]


class TestLookAlikes:
    @pytest.mark.parametrize(
        "name",
        [
            "REQ-MON-001",
            "NFR-DEP-001",
            "TC-INT-MON-001",
            "TR-DEVOPS-MON-001",
            "INV-DEP-001",
            "PY-DEP-001",
            "BLOCK-DEP-001",
            "DB-RISK-001",
            "COMMON-001",
            "DAEMON-001",
            "lcl-cnt-mon-001",
            "speedrun-001",
            "PF-$Run-001",
        ],
    )
    @pytest.mark.parametrize(
        "form",
        [
            "## {}: Title\n\n**Type**: Alert\n**Severity**: Critical\n**Condition**: > 5\n**Impact**: High\n",
            "```\n{}: Title\nType: Alert\nCondition: > 5\nImpact: High\nStrategy: Canary\n```\n",
            "| ID | Title | Impact | Condition | Strategy |\n|---|---|---|---|---|\n| {} | T | High | > 5 | Canary |\n",
            "- **{}** — Something may fail. Mitigation: try again.\n",
            "---\nid: {}\ntype: Alert\ncondition: x\n---\n",
            "**ID**: {}\n**Type**: Alert\n**Condition**: > 5\n",
        ],
    )
    def test_ids_that_only_end_like_ours(self, name: str, form: str) -> None:
        found = markdown(form.replace("{}", name) + "\nSee RISK-.\n")
        assert (found.entries, found.problems) == ((), ())

    @pytest.mark.parametrize(
        "page",
        [
            "## MON-001: Premium subscription\n\n**Price**: $9 a month\n**Audience**: Teams\n",
            "## MON-004: Goblin\n\n**HP**: 7\n**Attack**: 3\n",
            "## MON-123: Crash on startup\n\n**Reporter**: someone\n**Priority**: High\n**Status**: Open\n",
            "| ID | Item | Price |\n|---|---|---|\n| MON-001 | Sword | 12 |\n",
            "## DEP-001: lodash 4.17.20\n\n**Severity**: High\n**Fixed in**: 4.17.21\n",
            "## DEP-001: Human Resources\n\n**Head**: someone\n**Floor**: 3\n",
            "## RUN-001 | 2026-07-13 | Phase 1 foundation\n\n**Loss**: 0.3\n",
            "### RISK-001: Register\n\nThe project SHALL keep a risk register.\n",
        ],
    )
    def test_other_things_under_our_prefixes(self, page: str) -> None:
        found = markdown(page)
        assert found.entries == ()
        assert all(problem.level is ProblemLevel.NOTE for problem in found.problems)

    @pytest.mark.parametrize(
        "page",
        [
            "## RISK-based testing\n\nImpact: High\n",
            "## MON-FRI support\n\nOwner: SRE\nSeverity: High\n",
            "## RISK-001 and RISK-002 were reviewed\n\nNothing new.\n",
            "## MON-001 to MON-006\n\nType: Alert\n",
            "## DEP-003 rollback was executed\n\nIt went well.\n",
            "MON-001: see the list below.\n\nMore text.\n",
            "Text about MON-001: it fires\noften.\n",
            "- [ ] DEP-002: All tests pass in staging\n- DEP-003: No critical blockers\n",
            "- **MON-001** — API latency\n",
            "| Alert | Runbook |\n|---|---|\n| MON-001 | RUN-001 |\n",
            "| Stage | Uses |\n|---|---|\n| On-call | MON-001 → RUN-001 |\n",
            "```bash\n# MON-001: restart\nType: Alert\n```\n",
            "> MON-001: quoted\n> Type: Alert\n",
        ],
    )
    def test_mentions(self, page: str) -> None:
        found = markdown(page)
        assert (found.entries, found.problems) == ((), ())

"""What tempts rules to a false alarm, and must not."""

from __future__ import annotations

import pytest

from tests.critics.judging import STEP, findings, page, template


def numbered(*steps: str) -> str:
    return (
        "# Queue too long\n\n## Steps\n\n" + "\n".join(f"{n}. {step}" for n, step in enumerate(steps, start=1)) + "\n"
    )


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        ("vague-step", page("Investigate the issue:\n\n```bash\nls\n```")),
        ("vague-step", page("- Investigate the issue with the [dashboard](https://grafana.shop.test)")),
        ("vague-step", "# Queue\n\n## Meaning\n\nInvestigate the issue.\n\n## Mitigation\n\nRun `ls`.\n"),
        ("missing-command", numbered("Restart the consumer deployment with `kubectl rollout restart deployment/x`.")),
        ("missing-command", numbered("Restart the database in the AWS console.")),
        ("missing-command", numbered("Ask the DBA to restart the database.")),
        ("missing-command", numbered("Roll back the release as described in [rollback](rollback.md).")),
        ("missing-command", numbered("Delete the stale silence with the button **Expire**.")),
        (
            "no-commands",
            page(
                "- Restart the pods in the console.\n- Check the nodes in the console.\n- Ask the team about the disk."
            ),
        ),
        (
            "no-commands",
            page("- Check the pods: `kubectl get pods`\n- Check the nodes.\n- Check the disk.\n- Check the logs of x."),
        ),
        ("unfinished-text", page("The TODO list application prints `TODO` in its log.")),
        ("unfinished-text", page("```bash\ngrep TODO src\n```")),
        ("unfinished-text", page("See [Insert rows](https://docs.shop.test).")),
        ("empty-section", "# Queue\n\n## Mitigation\n\n### Small\n\nRun `ls`.\n"),
        ("empty-section", "# Queue\n\n## References\n\n## Mitigation\n\nRun `ls`.\n"),
        ("unknown-step", numbered("Run `a`.", "Go back to step 1.", "Follow step 9 of the restore guide.")),
        ("unknown-step", page("Go to step 1.")),
        ("unknown-step", "# Q\n\n## Steps\n\n1. a\n1. b\n1. c, then repeat step 2\n"),
        ("broken-link", "# A b\n\n## What's new?\n\n[x](#whats-new) [y](#a-b) [z](https://shop.test/#none)\n"),
        ("no-escalation", page("If it goes on, page the on-call engineer.")),
        ("no-escalation", page("Open a support case with the vendor.")),
        ("no-escalation", "Nothing but a note about the weather.\n"),
        ("incomplete-escalation", page("If it goes on, call us.") + "\n## Contacts\n\nMessaging team\n"),
        ("incomplete-escalation", page("`ls`") + "\n## Escalation\n\nOther than 0: page `#mq`, with the output.\n"),
        ("nameless-contact", page("| 3 | gone | escalate |\n\nRows that say so: call the mail team, `#mail-oncall`.")),
        ("nameless-contact", page("Ask the person who sent the message.")),
        ("nameless-contact", page("Call the DBAs (`#dba-oncall`).")),
        ("nameless-contact", page("Tell the team lead of payments that carts are lost.")),
        ("no-owner", "# Queue\n\nThe mail team owns this page.\n\n## Mitigation\n\nRun `ls`.\n"),
        ("no-owner", "# Queue\n\nThis page is looked after by the mail team.\n\n## Mitigation\n\nRun `ls`.\n"),
        ("never-tested", "# Queue\n\nDrilled on 3 May 2025 in staging.\n\n## Mitigation\n\nRun `ls`.\n"),
        ("nameless-contact", page("Contact the appropriate team (see #incident-help).")),
        ("nameless-contact", page("Contact the messaging team.")),
        ("no-owner", "# Queue\n\n*Maintained by the messaging team.*\n\n## Mitigation\n\nRun `ls`.\n"),
        ("no-owner", "# Queue\n\nOwner: SRE · Last tested: 2025-12-01\n\n## Mitigation\n\nRun `ls`.\n"),
        ("never-tested", "# Queue\n\nOwner: SRE · Last tested: 2025-12-01\n\n## Mitigation\n\nRun `ls`.\n"),
        ("stale-date", "# Queue\n\nLast reviewed: 2025-06-30\n\n## Mitigation\n\nRun `ls`.\n"),
        (
            "no-scope",
            "# Queue\n\nNot for queues of the archive.\n\n## Mitigation\n\nThis does not cover the archive.\n",
        ),
        (
            "endless-command",
            page("Follow the log until the consumer starts:\n\n```bash\nkubectl logs -f deployment/x\n```"),
        ),
        ("endless-command", page("Press Ctrl+C to stop:\n\n```bash\nwatch kubectl get pods\n```")),
        ("unguarded-destruction", page("Only if the archive was copied:\n\n```bash\nrm -rf /var/lib/x\n```")),
        (
            "unguarded-destruction",
            page("You can safely delete unused volumes.\n\nDelete one:\n\n```bash\nkubectl delete pvc x\n```"),
        ),
        ("unguarded-change", template(STEP)),
        ("step-without-verification", page("Restart it:\n\n```bash\nsystemctl restart x\nsystemctl status x\n```")),
        (
            "step-without-verification",
            page("Restart it:\n\n```bash\nsystemctl restart x\n```") + "\n## Verification\n\nRun `x ping`.\n",
        ),
        ("step-without-verification", page("List it:\n\n```bash\nkubectl get pods\n```")),
        ("step-without-verification", page("Deploy:\n\n```bash\n./scripts/deploy.sh\n```")),
        ("no-verification", page("Run `ls`.")),
        (
            "undeclared-placeholder",
            page("Restart the pods of the shard:\n\n```bash\nkubectl delete pod x-<shard>\n```"),
        ),
        ("undeclared-placeholder", page("Look:\n\n```bash\nCELL=$(hostname)\necho $CELL $HOME\n```")),
        (
            "undeclared-placeholder",
            page("Look:\n\n```bash\nkubectl get pod -l x=<value of label cell from the alert>\n```"),
        ),
        ("unnamed-access", page("Restart it:\n\n```bash\nsudo systemctl restart x\n```")),
        ("no-remedy", page("The remedy depends on the cause: see [causes](causes.md).")),
        ("no-remedy", page("It depends on the cause. Restart the consumer, or page the messaging team.")),
        ("unknown-id", page("See RUN-999.")),
        ("open-gap", page("A gap in the data is filled at night.")),
    ],
)
def test_this_is_fine(rule: str, text: str) -> None:
    assert findings(text, rule) == []

"""Defects and their look-alikes in different words: what a rule finds must not hang on one sentence."""

from __future__ import annotations

import pytest

from tests.critics.judging import STEP, lines, page, template

STEP_IN_TITLE = "### Step {n}\n\n```bash\n{code}\n```\n\n"


def block(*code: str, language: str = "bash") -> str:
    return "\n".join((f"```{language}", *code, "```"))


def needing(prerequisites: str) -> str:
    return template(
        STEP.replace("rabbitmqctl", "sudo rabbitmqctl"), prerequisites=f"## Prerequisites\n{prerequisites}\n\n"
    )


@pytest.mark.parametrize(
    "text",
    [
        f"# Q\n\n## Look\n\nThe size is in GiB.\n\n## Grow\n\n{block('lvextend -L $NEW_SIZE /dev/data/db')}\n",
        page(f"Restart it:\n\n{block('kubectl -n shop rollout restart deployment/api-$SHARD')}"),
        page(f"The shards are restarted one by one.\n\nNow:\n\n{block('systemctl start writer@${SHARD}')}"),
        page(block("kafka-topics.sh --describe --topic-list $TOPIC_NAME --bootstrap-server k:9092")),
        page("| Step | Command |\n|---|---|\n| Check the result | `ls -lh /backup/$BACKUP_SET` |"),
        page(block("KILL <thread>;", language="sql")),
        page(f"- `<pod>`: the pod\n\nGo:\n\n{block('kubectl delete pod <pod> -n <cell>')}\n\nThe cell is full."),
    ],
)
def test_a_placeholder_that_the_page_does_not_explain_is_found(text: str) -> None:
    assert len(lines(text, "undeclared-placeholder")) == 1


@pytest.mark.parametrize(
    "text",
    [
        page(f"Grow the volume to its new size:\n\n{block('lvextend -L $NEW_SIZE /dev/data/db')}"),
        page(f"`$SHARD` is the label `shard` of the alert.\n\n{block('systemctl start writer@${SHARD}')}"),
        page(f"Set SHARD first.\n\n{block('systemctl start writer@$SHARD')}"),
        page(block("TOPIC=$(head -1 topics.txt)", "kafka-topics.sh --describe --topic $TOPIC")),
        page(block("for d in /var/log/*; do du -sh $d; done")),
        page(block("kubectl describe deployment $NAME")),
        page(block("deploy.sh --env production --version ${VERSION}")),
        page("Look at it with `kubectl -n shop get deployment $NAME`."),
        page(f"- `<pod>`: the pod\n- `<cell>`: its namespace\n\n{block('kubectl delete pod <pod> -n <cell>')}"),
    ],
)
def test_a_placeholder_that_the_page_explains_is_left_alone(text: str) -> None:
    assert lines(text, "undeclared-placeholder") == []


@pytest.mark.parametrize(
    "prose",
    [
        "Find the dependency, follow its runbook, and keep this page open until the lag is gone.",
        "Follow the path to the pods:",
        "Servers that watch the secret pick it up.",
        "List the top consumers:",
    ],
)
def test_a_command_that_runs_on_is_found_where_the_words_are_about_something_else(prose: str) -> None:
    assert lines(page(f"{prose}\n\n{block('kubectl logs -f deployment/api')}"), "endless-command") == [8]


@pytest.mark.parametrize(
    "prose",
    [
        "Watch the pods come back:",
        "Now follow the log of the operator:",
        "Keep it running in a second terminal:",
        "Stream the events, Ctrl-C ends it:",
        "Wait for the new pods and then monitor them:",
        "Keep this open until the lag is gone, then press Ctrl+C:",
    ],
)
def test_a_command_that_is_announced_to_run_on_is_left_alone(prose: str) -> None:
    assert lines(page(f"{prose}\n\n{block('kubectl logs -f deployment/api')}"), "endless-command") == []


@pytest.mark.parametrize(
    "prerequisites",
    [
        "- [ ] `kubectl` with a role that may read pods",
        "- [ ] A database role with `pg_monitor`",
        "- [ ] Administrator rights in Jenkins\n- [ ] Access logs in the combined format",
        "- [ ] The superuser's password in `~/.pgpass`",
    ],
)
def test_rights_elsewhere_are_no_rights_on_the_host(prerequisites: str) -> None:
    assert len(lines(needing(prerequisites), "unnamed-access")) == 1


@pytest.mark.parametrize(
    "prerequisites",
    ["- [ ] SSH with sudo", "- [ ] Root on the broker", "- [ ] Admin rights", "- [ ] A privileged account"],
)
def test_rights_on_the_host_are_enough(prerequisites: str) -> None:
    assert lines(needing(prerequisites), "unnamed-access") == []


@pytest.mark.parametrize(
    "text",
    [
        "# Q\n\n### Step 1\n\n" + block("systemctl restart api") + "\n\n## Escalation\n\nSRE, `#sre`.\n",
        page(f"Ensure that the service is up.\n\n{block('sudo systemctl restart api')}"),
        page(f"Restart it:\n\n{block('terraform aply tf.plan')}"),
    ],
)
def test_a_change_that_nobody_looks_at_is_found(text: str) -> None:
    assert len(lines(text, "step-without-verification")) == 1


def test_each_numbered_change_after_which_nobody_looks_is_found() -> None:
    step = "{n}. Do it:\n\n   ```bash\n   {code}\n   ```\n\n"
    restart, rollback, look = "systemctl restart api", "helm rollback shop", "helm status shop"
    codes = (look, restart, rollback)
    text = "# Q\n\n## Steps\n\n" + "".join(step.format(n=n, code=code) for n, code in enumerate(codes, start=1))
    assert lines(text, "step-without-verification") == [11, 17]


@pytest.mark.parametrize(
    "text",
    [
        page(f"Restart it; the pods should be ready within a minute.\n\n{block('kubectl rollout restart deploy/x')}"),
        page(f"Ensure that it is up:\n\n{block('systemctl restart api', 'systemctl is-active api')}"),
        "# Q\n\n### Step 1\n\n"
        + block("systemctl restart api")
        + "\n\n### Step 2\n\n"
        + block("systemctl status api")
        + "\n",
    ],
)
def test_a_change_that_is_looked_at_is_left_alone(text: str) -> None:
    assert lines(text, "step-without-verification") == []


@pytest.mark.parametrize(
    "text",
    [
        page(f"Make sure the queue is working properly.\n\n{block('systemctl restart api')}\n"),
        page(f"Ensure that all the pods are healthy.\n\n{block('kubectl rollout restart deploy/x')}\n"),
        f"# Q\n\n## Look\n\n{block('ls')}\n\n## Understand\n\nAnalyze the situation and decide what to do.\n\n"
        f"## Repair\n\n{block('ls')}\n",
    ],
)
def test_a_goal_or_a_section_that_says_nothing_is_vague(text: str) -> None:
    assert len(lines(text, "vague-step")) == 1


@pytest.mark.parametrize(
    "text",
    [
        page(f"Make sure the queue is healthy.\n\n{block('rabbitmqctl list_queues')}\n"),
        page(f"Ensure that the disk has 10 GB left.\n\n{block('rm /var/tmp/old')}\n"),
        "# Q\n\n## Background\n\nInvestigate the issue.\n\n## Repair\n\nRun `ls`.\n",
    ],
)
def test_a_goal_that_is_shown_is_not_vague(text: str) -> None:
    assert lines(text, "vague-step") == []


def by_title(title: str, text: str) -> str:
    return template(f"### Step 1: {title}\n{text}\n\nVerification:\n- [ ] `orders` holds less than 1000")


@pytest.mark.parametrize(
    ("title", "text", "count"),
    [
        ("Point the application to the replica", "Change the DNS record of `db.shop.example` to the replica.", 1),
        ("Give way", "Restart the consumer deployment of `shop`.", 1),
        ("Restart the consumer deployment", "Run `kubectl rollout restart deployment/x`.", 0),
        ("Look at the load", "Run `uptime`.", 0),
        ("Point the application to the replica", "In the DNS console, change the record of `db.shop.example`.", 0),
    ],
)
def test_a_name_in_code_is_no_command(title: str, text: str, count: int) -> None:
    assert len(lines(by_title(title, text), "missing-command")) == count

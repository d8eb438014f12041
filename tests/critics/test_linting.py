from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.critics import linting
from pipeline.critics.context import Context
from tests.critics.judging import TODAY, page

CONTEXT = Context(today=TODAY)
LINKED = page("See [the purge](purge.md) and [a picture](img/queue.png).")


def test_links_are_looked_up_beside_the_page_where_their_folder_is_there(tmp_path: Path) -> None:
    file = tmp_path / "queue.md"
    found = linting.lint({str(file): LINKED}, CONTEXT)
    assert [f.message for f in found if f.rule == "broken-link"] == ["there is no file “purge.md”; correct the link"]
    (tmp_path / "purge.md").touch()
    assert not [f for f in linting.lint({str(file): LINKED}, CONTEXT) if f.rule == "broken-link"]


def test_many_files_are_shared_and_keep_their_order(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = {f"{number:02}.md": page("Investigate the issue.") for number in range(12)}
    alone = linting.lint(texts, CONTEXT)
    monkeypatch.setattr(linting, "_SHARE", 3)
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    assert linting.lint(texts, CONTEXT) == alone


def test_fixes_are_made_until_none_is_left() -> None:
    text = page("```bash\nhelm inspect values x\nkubectl drain n --delete-local-data\n```")
    fixed, count = linting.fix("x.md", text, CONTEXT, unsafe=False)
    assert count == 2
    assert fixed == text.replace("helm inspect", "helm show").replace("--delete-local-data", "--delete-emptydir-data")

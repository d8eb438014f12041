from __future__ import annotations

from xml.etree import ElementTree

from pipeline.critics.report import Report
from pipeline.exporters.findings_junit import export
from tests.exporters.test_findings_text import VAGUE, note


def test_findings_are_failed_cases_and_clean_files_passed_ones() -> None:
    root = ElementTree.fromstring(
        export(Report((VAGUE, note("a.md")), {"disk.md": "", "a.md": "", "clean.md": ""})).encode()
    )
    assert root.attrib == {"name": "runwright lint", "tests": "3", "failures": "1"}
    suites = {s.attrib["name"]: s for s in root}
    assert list(suites) == ["a.md", "clean.md", "disk.md"]
    failure = suites["disk.md"].find("testcase/failure")
    assert failure is not None
    assert failure.attrib["message"] == VAGUE.message
    assert suites["a.md"].find("testcase/failure") is None


def test_characters_that_xml_forbids_are_replaced() -> None:
    odd = VAGUE.model_copy(update={"message": 'a <b> & "c" \x07'})
    root = ElementTree.fromstring(export(Report((odd,), {})).encode())
    failure = root.find("testsuite/testcase/failure")
    assert failure is not None
    assert failure.attrib["message"] == 'a <b> & "c" \ufffd'

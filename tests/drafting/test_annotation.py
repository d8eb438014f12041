"""Annotations are read as an operator reads them: no rest of a template, no value that nobody knows."""

from __future__ import annotations

import pytest

from pipeline.drafting.annotation import label_names, spoken


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{{ $value | humanizePercentage }} of {{$labels.pod_name}} fail", "<value> of <pod-name> fail"),
        ("{{ .Labels.job }} on {{ $externalLabels.cluster }}", "<job> on <cluster>"),
        ('The {{ "{{ $labels.name }}" }} operator', "The <name> operator"),
        ('node {{"{{"}} $labels.node {{"}}"}} is not', "node <node> is not"),
        ("the `{{ `{{ $labels.a }}` }}` one", "the `<a>` one"),
        ("in PVC {{ with $labels.cluster -}} on {{ . }} {{- end }} is full", "in PVC on <cluster> is full"),
        ("run '{{ if eq $labels.n \"v\" }}a b{{ else }}c {{ $labels.n }}{{ end }}'.", "run 'a b or c <n>'."),
        ("is {{ if $value }}{{ $value }}% {{ else }}{{ end }}busy", "is <value>% busy"),
        ('has load{{if query "x"}} and more. Add one{{else}}. Grow it{{end}}. See it.', "has load. See it."),
        (
            'see \'x\'{{ with $u := "u" | query }}{{ if ne (len $u) 0 }} or {{ label "url" $u }}/s{{ end }}{{ end }}.',
            "see 'x'.",
        ),
        (
            'Reason {{ with $c := "c" | query }}{{ range $c }}{{ label "r" . }} {{ end }}{{ end }}. More.',
            "Reason (see the alert). More.",
        ),
        ('at most {{ printf `max{i="%s"}` $labels.instance | query | first | value }}.', "at most (see the alert)."),
        ('takes more than {{ "43200" | humanizeDuration }}', "takes more than 12h"),
        ("no template, 100% { of } it", "no template, 100% { of } it"),
        ("{{ end }} left {{ if $labels.a }}open {{ $labels.a }}", "left open <a>"),
    ],
)
def test_the_template_becomes_words(text: str, said: str) -> None:
    assert spoken(text) == said


def test_the_labels_that_a_template_names_are_told() -> None:
    assert label_names("{{ $labels.a }} {{ .Labels.b_c }} labels.d") == {"a", "b_c"}


def test_a_text_of_openings_alone_takes_no_time_and_stays() -> None:
    assert spoken("{{" * 50_000) == "{{" * 50_000

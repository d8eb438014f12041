"""Secrets are taken out before a text is sent or kept; what is no secret stays to the letter."""

from __future__ import annotations

import pytest

from pipeline.llm.redact import redact


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        ("curl -u admin:s3cr3tPass https://x", "s3cr3tPass"),
        ("redis-cli -a Sup3rS3cret! ping", "Sup3rS3cret!"),
        ("mysql -pS3cr3tX9 -e 'select 1'", "S3cr3tX9"),
        ("PGPASSWORD=S3cr3tX9 psql", "S3cr3tX9"),
        ("postgres://app:Pa55w0rd@db/x", "Pa55w0rd"),
        ("password: hunter2secretX9 and token=abcD3f9hijk1lmn0", "abcD3f9hijk1lmn0"),
        ('{"token": "abcd1234efgh"}', "abcd1234efgh"),
        ("Authorization: Bearer abcdefghijklmnopqrstuvwx", "abcdefghijklmnopqrstuvwx"),
        ("key AKIAIOSFODNN7ABCDEFG here", "AKIAIOSFODNN7ABCDEFG"),
        ("use ghp_0123456789abcdefghijABCDEFGHIJ012345", "ghp_0123456789"),
        ("sk-proj-abcdefghijklmnopqrstuvwxyz0123", "abcdefghijklmnopqrstuvwxyz"),
        ("a\n-----BEGIN RSA PRIVATE KEY-----\nMIIEow\n-----END RSA PRIVATE KEY-----\nb", "MIIEow"),
        ("a -----BEGIN PRIVATE KEY-----\nMIIEow", "MIIEow"),
    ],
)
def test_a_secret_is_taken_out(text: str, secret: str) -> None:
    assert secret not in redact(text) and "[REDACTED]" in redact(text)
    assert redact(redact(text)) == redact(text)


@pytest.mark.parametrize(
    "text",
    [
        "password=$DB_PASS",
        "sum(rate(http_token_requests_total[5m])) > 0.05",
        "kubectl -n shop get secret checkout-tls -o yaml",
        "--tokens=100000",
        "the password is stored in vault",
    ],
)
def test_what_is_no_secret_stays(text: str) -> None:
    assert redact(text) == text

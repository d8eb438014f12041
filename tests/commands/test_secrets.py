"""Passwords, keys and tokens in plain sight."""

from __future__ import annotations

import pytest

from pipeline.commands.secrets import find, scan


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("mysql -uroot -pS3cretPw1 -e 'select 1'", "a password after mysql -p"),
        ("redis-cli -h r -a hunter2x PING", "a password after redis-cli -a"),
        ("curl -su admin:Sup3rS3cret http://x", "a password in curl -u"),
        ("kubectl create secret generic x --from-literal=db-password=Hunter2x", "a secret in --from-literal"),
        ("sshpass -p Winter2024 ssh host", "a password after sshpass -p"),
        ("DB_PASSWORD=linux psql", "a password"),
        ("password: Tr0ub4dor-and-3", "a password"),
        ("psql postgres://app:Pa55w0rdX@db/app", "a password in an address"),
        ("CREATE USER x PASSWORD 'hunter1x'", "a password"),
        ("AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLF", "an AWS access key"),
        ("curl -H 'Authorization: Bearer abcdef1234567890abcd'", "a bearer token"),
        ("-----BEGIN RSA PRIVATE KEY-----", "a private key"),
    ],
)
def test_secrets_are_found_by_where_they_stand(text: str, what: str) -> None:
    faults = find(f"\n{text}")
    assert [(f.line, f.message) for f in faults] == [
        (2, f"this line holds {what}: take it from a file, the environment or a secret store")
    ]


def test_the_fault_spans_the_secret_and_nothing_else() -> None:
    text = "redis-cli -a hunter2x PING"
    fault = find(text)[0]
    assert text[fault.column - 1 : fault.end_column - 1] == "hunter2x"


@pytest.mark.parametrize(
    "text",
    [
        "mysql -u root -p -e x",
        'mysql -uroot -p"$MYSQL_PWD"',
        "mysql -uroot -p<password>",
        "redis-cli -a $REDIS_PASS PING",
        "redis-cli -a <password> PING",
        "curl -u user:<password> x",
        "curl -u $USER:$PASS x",
        "--from-literal=password=<password>",
        "PASSWORD=changeme",
        "PASSWORD=$(cat /run/secret)",
        "password=/run/secrets/db",
        "token: your-token",
        "`pg_isready` needs no password: exit code 0",
        "a setting or a secret: skip step 4",
        "Authorization: Bearer $TOKEN",
        "Bearer <token>",
        "psql postgres://app:$PW@db/app",
        "postgres://app:<password>@db",
        "kubectl get secret db-password -o jsonpath={.data.token}",
        "secretName: db-credentials",
        "ssh-keygen -p -f key",
        "curl -u admin: x",
    ],
)
def test_placeholders_variables_and_prose_are_no_secrets(text: str) -> None:
    assert find(text) == ()
    assert scan(text) == ()


def test_random_looking_strings_are_found_in_a_whole_text() -> None:
    faults = scan("# Page\n\nkey = 'q8Zk1mP0aXv93LkQpRsT7uVw2yZ5bC8dF1gH4jK6'\n")
    assert [(fault.line, fault.column) for fault in faults] == [(3, 8)]


def test_digests_and_addresses_are_no_secrets() -> None:
    text = "image: web@sha256:4bc453b53cb3d914b45f4b250294236adba2c0e09ff6f03793949e7e39fd4cc1\nhost: 10.20.30.40\n"
    assert scan(text) == ()

from __future__ import annotations

import pytest

from pipeline.critics.secrets import secrets_in


@pytest.mark.parametrize(
    "line",
    [
        "curl -u admin:Tr0ub4dor-3 http://x",
        "mysql -u root -pS3cr3t.Pa55 shop",
        "redis-cli -a Hunter2x9 ping",
        "export PGPASSWORD=Xk29fjQ1",
        "psql postgres://app:Xk29fjQ1@db.internal/shop",
        "kubectl create secret generic x --from-literal=password=Xk29fjQ1",
        "password: Xk29-fjQ1-77",
        "The admin password is `Winter2024!`",
        "curl -H 'Authorization: Bearer abcDEF123456ghiJKL789'",
        "AWS_ACCESS_KEY_ID=AKIA" + "IOSFODNN7ABCDEFG",
        "-----BEGIN RSA " + "PRIVATE KEY-----",
        "token ghp_" + "a1B2" * 9,
        "post to https://talk.shop.test/hooks/" + "q7w8e9r1t2y3u4i5o6p7",
        "https://discord.test/api/webhooks/11223344/" + "aB3dE5gH7jK9mN1pQ3sT5vW7",
        "dig -y hmac-sha512:transfer:" + "kT4mPz8RvX1bNc6YwQe3Lg==",
        '    secret "' + 'kT4mPz8RvX1bNc6YwQe3LgUi0a9s=";',
        "The passphrase of the old archive is: `Grey-Owl-81-Pond`",
        "password for the console: Kestrel-99x",
    ],
)
def test_a_secret_is_found(line: str) -> None:
    assert list(secrets_in(line))


@pytest.mark.parametrize(
    "line",
    [
        'curl -u "admin:$PASSWORD" http://x',
        "curl -u <user>:<password> http://x",
        "mysql -u root -p shop",
        "mysql -u root --password=<password>",
        "mkdir -p /var/lib/x && mysql",
        "password: <from the vault>",
        "The password is stored in the vault.",
        "secret: prometheus-k8s-token",
        "token=$(oc create token prometheus-k8s)",
        "kubectl get secret my-secret-name -o yaml",
        "password: changeme",
        "https://docs.example.com/security:authentication@latest",
        "apiVersion: v1",
        "api_key: YOUR_API_KEY",
        "token: eyJhbGciOi...",
        "AKIAIOSFODNN7EXAMPLE",
        "Check `service account token` of the pod",
        "vault token hvs.xxxxxxxxxxxxxxxxxxxxxxxx",
        "post to https://talk.shop.test/hooks/<token>",
        "https://github.com/shop/webhooks/blob/main/README.md",
        "The password of the archive is in the vault.",
        "password for the console: see the safe",
    ],
)
def test_variables_placeholders_and_words_are_no_secrets(line: str) -> None:
    assert not list(secrets_in(line))


def test_the_place_is_that_of_the_value() -> None:
    line = "redis-cli -a Hunter2x9 ping"
    ((_, start, end),) = secrets_in(line)
    assert line[start:end] == "Hunter2x9"

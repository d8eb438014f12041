from __future__ import annotations

import pytest

from pipeline.commands.promql import understand


@pytest.mark.parametrize(
    ("expr", "signal"),
    [
        ('absent(up{job="api"})', "absent"),
        ("count by (i) (x offset 2h) unless count by (i) (x)", "absent"),
        ("(kube_node_info unless on (node) kube_pod_info) > 0", "absent"),
        ("up == 0", "up-down"),
        ("redis_up == 0", "up-down"),
        ("probe_success == 0", "up-down"),
        ("count by (job) (up == 0) / count by (job) (up) > 0.1", "up-down"),
        ('sum(rate(r{code=~"5.."}[5m])) / sum(rate(r[5m])) > 0.05', "error-ratio"),
        ("rate(errors_total[5m]) / rate(requests_total[5m]) > 0.01", "error-ratio"),
        ("100 * (1 - sum(rate(ok[5m])) / sum(rate(all[5m]))) > 1", "error-ratio"),
        ("histogram_quantile(0.99, sum by (le) (rate(d_bucket[5m]))) > 1", "latency-quantile"),
        ("rate(d_seconds_sum[5m]) / rate(d_seconds_count[5m]) > 1", "latency-quantile"),
        ('d{quantile="0.9"} > 2', "latency-quantile"),
        ("histogram_quantile(0.01, rate(cert_expiration_bucket[5m])) < 604800", "gauge-threshold"),
        ("node_filesystem_avail_bytes / node_filesystem_size_bytes < 0.1", "saturation-ratio"),
        ("sum(connections) > 0.8 * max_connections", "saturation-ratio"),
        ("hpa_current_replicas == hpa_spec_max_replicas", "saturation-ratio"),
        ('100 - avg by (instance) (rate(node_cpu_seconds_total{mode="idle"}[5m])) * 100 > 90', "saturation-ratio"),
        ("avg(x_length) / avg(x_length offset 7d) > 2", "gauge-threshold"),
        ("rate(http_requests_total[5m]) > 100", "rate"),
        ("increase(errors_total[1h]) > 3", "rate"),
        ("predict_linear(free_bytes[6h], 3600) < 0", "prediction"),
        ("increase(kube_pod_container_status_restarts_total[10m]) > 3", "restart"),
        ("changes(cluster_operator_up[2m]) > 2", "restart"),
        ("process_uptime_seconds < 300", "restart"),
        ('waiting_reason{reason="CrashLoopBackOff"} >= 1', "restart"),
        ("kube_node_status_condition == 1", "boolean-state"),
        ("count by (pod) (bookie_status == 0)", "boolean-state"),
        ("max_over_time(reload_successful[5m]) == 0", "boolean-state"),
        ("queue_length > 100", "gauge-threshold"),
        ("time() - last_success > 3600", "gauge-threshold"),
        ("e:burnrate1h > 14.4 * 0.001 and e:burnrate5m > 14.4 * 0.001", "slo-burn"),
        (
            'sum(rate(r{code="500"}[1h])) / sum(rate(r[1h])) > 0.014'
            ' and sum(rate(r{code="500"}[5m])) / sum(rate(r[5m])) > 0.014',
            "slo-burn",
        ),
        ("vector(1)", "other"),
        ("rate(x", "other"),
    ],
)
def test_an_alert_tells_what_it_watches(expr: str, signal: str) -> None:
    assert understand(expr).signal == signal

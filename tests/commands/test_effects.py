"""What commands do to the world."""

from __future__ import annotations

import pytest

from pipeline.commands.analysis import analyse
from pipeline.commands.effects import is_listed, worst
from pipeline.models.runbook import Block, Effect

READ = """
kubectl get pods | kubectl delete ns x --dry-run=client | kubectl auth can-i delete pods
kubectl rollout status d/x | kubectl exec p -- cat /etc/hosts | oc adm top nodes | oc adm upgrade
kubectl config use-context x | kubectl run x --rm --image=i -- ls | helm list | helm get values x | helm repo update
docker ps | docker logs x | docker compose ps | git log | git branch | git fetch | systemctl status x
journalctl -u x | service x status | crontab -l | mount | sysctl fs.file-max | ip addr show | iptables -L
redis-cli INFO | redis-cli CONFIG GET maxmemory | redis-cli --bigkeys | redis-cli CLUSTER NODES
etcdctl member list | kafka-topics --describe | kafka-consumer-groups --reset-offsets --to-latest --dry-run
rabbitmqctl list_queues | ceph osd tree | aws ec2 describe-instances | aws s3 ls | aws sts get-caller-identity
gcloud compute instances list | terraform plan | vault kv get x | curl http://x | curl -X GET x | openssl x509 -in x
pg_dump x > x.sql | terraform state pull > /secure/before.tfstate | oc get secret s -o yaml > /backup/s.yaml
pg_restore --list x | psql -c 'SELECT 1' | nodetool status | echo x > /tmp/y
kubectl get x -o yaml > backup.yaml | cat x > y | find / -name x | rsync -n a b | ./scripts/smoke-test.sh
somectl status | somectl list-things | fsck -n /dev/sda | ovn-appctl -t x cluster/status | cp a b | mkdir -p /tmp/x
kill -0 1 | vault kv metadata get s/x | oc adm prune images --keep-younger-than=96h | redis-cli -h r
sfdisk --dump /dev/sda | patronictl list | xargs kubectl get pod
"""
CHANGE = """
kubectl delete pod x | kubectl delete pod/x | kubectl scale d/x --replicas=0 | kubectl rollout undo d/x
kubectl apply -f x | kubectl cordon n | kubectl drain n --ignore-daemonsets | oc adm drain n | oc patch x -p y
oc adm upgrade --to=4.15 | helm rollback x 1 | docker restart x | docker run img | docker compose up -d | git push
git revert x | systemctl restart x | systemctl daemon-reload | sysctl -w a=b | mount /x | ip link set eth0 down
iptables -A INPUT -j DROP | sed -i s/a/b/ x | kill 1 | kill -TERM 1 | redis-cli CONFIG SET a b
redis-cli CLIENT KILL x
etcdctl defrag | kafka-topics --alter --topic x | kafka-leader-election --election-type preferred
aws rds reboot-db-instance | gcloud compute instances reset x | terraform apply | curl -X POST x | curl -d a=b x
echo 3 > /proc/sys/vm/drop_caches | psql -c "SELECT pg_terminate_backend(1)" | psql -f x.sql | mysql < x.sql | rm x
apt-get install x | ./deploy.sh | somectl frobnicate | crictl stop x | resolvectl flush-caches | cp x /etc/y
mkdir -p /etc/x | patronictl switchover | xargs kubectl delete pod | reboot | shutdown -r now | systemctl reboot
echo on > /srv/flag | crontab -l > /etc/cron.d/x | ssh h sudo systemctl reboot | certbot-auto renew
ssh h sudo touch /run/force | vault kv metadata put -max-versions=5 s/x
"""
DESTRUCTIVE = """
kubectl delete pvc x | kubectl delete ns x | kubectl delete pods --all
kubectl delete pod x --force --grace-period=0 | oc delete machineconfig x | kubectl drain n --delete-emptydir-data
helm uninstall x | docker system prune -af | docker rm x | docker compose down -v | git push --force
git reset --hard HEAD~1 | git clean -fd | git branch -D x | rm -rf /x | rm -r x | dd if=a of=/dev/sda
mkfs.ext4 /dev/sda | wipefs -a /dev/sda | lvremove x | find /x -delete | find /x -exec rm -rf {} +
truncate -s 0 /var/log/x | > /var/log/x | cat /dev/null > /var/log/x | crontab -r | redis-cli FLUSHALL
redis-cli -n 1 flushdb | redis-cli DEL x | redis-cli REPLICAOF h 6379 | kafka-topics --delete --topic x
etcdctl del x --prefix | kafka-consumer-groups --reset-offsets --execute
kafka-configs --alter --add-config retention.ms=1 | terraform destroy | terraform apply -destroy
aws rds delete-db-instance | aws s3 rm x --recursive | aws s3 sync a b --delete | gcloud sql instances delete x
curl -X DELETE x | psql -c "DROP TABLE x" | mysql -e 'TRUNCATE x' | psql -c "DELETE FROM x WHERE a=1" | poweroff
shutdown -h now | systemctl poweroff | kill -9 1 | pkill -KILL x | killall -s KILL x | odf subvolume delete x
somectl purge | ceph osd purge 1 | iptables -F
oc adm prune builds --confirm | vault kv metadata delete s/x | kubeadm reset | journalctl --vacuum-size=1G
sudo rm -rf /x | ssh host 'rm -rf /x' | bash -c "rm -rf /x"
kubectl exec p -- rm -rf /data | docker exec c redis-cli FLUSHALL | rsync -a --delete a b
"""


def effect(text: str) -> Effect:
    return analyse(Block(language="bash", text=text)).effect


def split(text: str) -> list[str]:
    return [command.strip() for line in text.strip().split("\n") for command in line.split(" | ")]


@pytest.mark.parametrize("text", split(READ))
def test_looking_changes_nothing(text: str) -> None:
    assert effect(text) is Effect.READ


@pytest.mark.parametrize("text", split(CHANGE))
def test_what_can_be_undone_is_a_change(text: str) -> None:
    assert effect(text) is Effect.CHANGE


@pytest.mark.parametrize("text", split(DESTRUCTIVE))
def test_what_loses_something_is_destructive(text: str) -> None:
    assert effect(text) is Effect.DESTRUCTIVE


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("mongosh --eval 'rs.status()' --quiet", Effect.READ),
        ("mongosh --eval 'db.killOp(5)'", Effect.CHANGE),
        ("mongosh --eval 'db.dropDatabase()'", Effect.DESTRUCTIVE),
        ("psql -d pgbouncer -c 'SHOW POOLS'", Effect.READ),
        ("psql -d pgbouncer -c 'SET default_pool_size = 50'", Effect.CHANGE),
    ],
)
def test_what_a_client_is_handed_is_judged(text: str, expected: Effect) -> None:
    assert effect(text) is expected


def test_the_gravest_effect_counts() -> None:
    assert worst([Effect.READ, Effect.DESTRUCTIVE, Effect.CHANGE]) is Effect.DESTRUCTIVE
    assert worst([]) is Effect.READ
    assert effect("kubectl get pods\nkubectl delete ns x") is Effect.DESTRUCTIVE


def test_a_function_of_the_block_itself_is_no_unknown_tool() -> None:
    assert effect("check() { kubectl get pods; }\ncheck") is Effect.READ


def test_listed_tools_are_known_by_their_other_names_too() -> None:
    assert is_listed("oc") and is_listed("tofu") and is_listed("grep")
    assert not is_listed("frobctl")

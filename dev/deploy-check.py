"""The parts of dev/deploy-check that look at data. Standard library only, Python 3.8 or newer."""

import hashlib
import json
import os
import signal
import struct
import subprocess
import sys
import urllib.parse

FORMATS = ("JPEG", "PNG", "GIF", "BMP", "WEBP", "TIFF")


def choose(truth, count):
    """The same images on every machine: those with odd names first, then the formats in turn."""
    usable = {
        path: entry
        for path, entry in truth.items()
        if entry.get("kind") == "image" and entry.get("format") in FORMATS and entry.get("fiftyone")
    }
    # A space, a '#' or an accent in a key is what goes wrong between a notification and a read.
    chosen = sorted(path for path in usable if not path.isascii() or set(path) & set(" #?%"))[:count]
    by_format = {
        name: sorted(
            (path for path in usable if usable[path]["format"] == name and path not in chosen),
            key=lambda path: hashlib.sha256(path.encode()).hexdigest(),
        )
        for name in FORMATS
    }
    while len(chosen) < count and any(by_format.values()):
        for name in FORMATS:
            if by_format[name] and len(chosen) < count:
                chosen.append(by_format[name].pop(0))
    return {path: usable[path]["fiftyone"] for path in chosen}


def stage(corpus, folder, expected_file, count):
    """Links the chosen images into a folder, laid out as the keys that they get."""
    with open(os.path.join(corpus, "truth.json"), encoding="utf-8") as file:
        expected = choose(json.load(file), int(count))
    if len(expected) < int(count):
        sys.exit("the corpus has only %d usable images" % len(expected))
    for path in expected:
        link = os.path.join(folder, path)
        os.makedirs(os.path.dirname(link), exist_ok=True)
        os.symlink(os.path.abspath(os.path.join(corpus, path)), link)
    with open(expected_file, "w", encoding="utf-8") as file:
        json.dump(expected, file)


def records(folder):
    for directory, _, names in sorted(os.walk(folder)):
        for name in sorted(names):
            with open(os.path.join(directory, name), encoding="utf-8") as file:
                for line in file:
                    if line.strip():
                        yield json.loads(line)


def count(folder):
    print(len({record["filepath"] for record in records(folder)}))


def compare(expected_file, location, folder):
    """Every record against what FiftyOne stores. An event may come twice, so a file may have several records: all count."""
    with open(expected_file, encoding="utf-8") as file:
        expected = {location + path: metadata for path, metadata in json.load(file).items()}
    wrong, seen = [], set()
    for record in records(folder):
        filepath = record["filepath"]
        seen.add(filepath)
        if filepath not in expected:
            wrong.append("%s: nobody asked for this record" % filepath)
            continue
        metadata = dict(record.get("metadata") or {})
        kind = metadata.pop("_cls", None)
        if record.get("outcome") not in (None, "done"):
            wrong.append("%s: outcome %s, error %s" % (filepath, record["outcome"], record.get("error")))
        elif metadata != expected[filepath] or kind != "ImageMetadata":
            wrong.append("%s: %s %s, expected %s" % (filepath, kind, metadata, expected[filepath]))
    wrong += ["%s: no record" % filepath for filepath in sorted(set(expected) - seen)]
    for line in wrong[:20]:
        print("  " + line)
    if wrong:
        sys.exit("%d differences" % len(wrong))
    print(len(seen))


def corrupt(filepath, folder):
    """0: the file has a record, which says that it is corrupt. 3: it has none yet. 1: it has another one."""
    found = [record for record in records(folder) if record["filepath"] == filepath]
    if not found:
        sys.exit(3)
    for record in found:
        if record.get("outcome") != "failed" or (record.get("error") or {}).get("kind") != "CORRUPT":
            sys.exit("expected outcome failed and error CORRUPT, got %s" % json.dumps(record))
        if "metadata" in record:
            sys.exit("a failed record must have no metadata: %s" % json.dumps(record))


def standing(folder):
    """filepath -> the record that counts: the last by its moment; a failed one only where nothing else is."""
    found = {}
    for record in records(folder):
        source = record.get("source") or {}
        at = max(source.get("last_modified") or "", source.get("event_time") or "")[:19]
        moment = (
            record.get("outcome") != "failed",
            at,
            str(record.get("sequence") or "").rjust(40, "0"),
            record.get("observed_at") or "",
        )
        if record["filepath"] not in found or found[record["filepath"]][0] <= moment:
            found[record["filepath"]] = (moment, record)
    return {filepath: record for filepath, (_, record) in found.items()}


def state(folder):
    """What a reader of the dataset sees, without when it was seen."""
    for filepath, record in sorted(standing(folder).items()):
        print(json.dumps([filepath, record.get("metadata"), record.get("outcome"), bool(record.get("deleted"))], sort_keys=True))


def has(filepath, folder):
    record = standing(folder).get(filepath)
    print("no" if record is None else "deleted" if record.get("deleted") else "yes")


def first(folder):
    """A file with metadata and a name that JSON and a shell leave as it is."""
    print(next(p for p, r in sorted(standing(folder).items()) if r.get("metadata") and p.isascii() and not set(p) & set(" #?%")))


def encoded(key):
    print(urllib.parse.quote_plus(key, safe="/"))


def staged(expected_file):
    with open(expected_file, encoding="utf-8") as file:
        print(next(path for path in sorted(json.load(file)) if path.isascii() and path.endswith(".jpg")))


def request(method, path, body, *header):
    """An HTTP request as Lambda's function URLs send it, payload format 2.0."""
    print(
        json.dumps(
            {
                "version": "2.0",
                "routeKey": "$default",
                "rawPath": path,
                "rawQueryString": "",
                "headers": dict([("content-type", "application/json")] + ([(header[0].lower(), header[1])] if header else [])),
                "requestContext": {"stage": "$default", "http": {"method": method, "path": path, "protocol": "HTTP/1.1"}},
                "body": body,
                "isBase64Encoded": False,
            }
        )
    )


def slowed(environment_file):
    """A function's environment, in which it reads every byte of an object."""
    with open(environment_file, encoding="utf-8") as file:
        environment = json.load(file)
    environment["Variables"]["MEDIAFN_PIPELINE"] = '{"rules":[{"do":[{"metadata":{"deep":true}}]}]}'
    print(json.dumps(environment))


def large(name):
    """An image of 300 MB, all black. Its header tells all that is asked for; every byte of it takes more than a second."""
    width, height = 10000, 10000
    size = 54 + width * height * 3
    with open(name, "wb") as file:
        file.write(b"BM" + struct.pack("<IHHIIiiHHIIiiII", size, 0, 0, 54, 40, width, height, 1, 24, 0, 0, 0, 0, 0, 0))
        file.truncate(size)


def reply(reply_file, status, *parts):
    with open(reply_file, encoding="utf-8") as file:
        answer = json.load(file)
    if answer.get("statusCode") != int(status) or any(part not in answer["body"] for part in parts):
        sys.exit("  expected %s and %s, got %s" % (status, ", ".join(parts), json.dumps(answer)[:600]))


def same(first_file, second_file):
    with open(first_file, encoding="utf-8") as one, open(second_file, encoding="utf-8") as two:
        if json.load(one)["body"] != json.load(two)["body"]:
            sys.exit("  the same key got another reply")


def remaining(resources_file, listing_file, stack, retained):
    """What of a deleted stack is still listed. Both files come from the AWS CLI."""
    with open(resources_file, encoding="utf-8") as file:
        # Of a URL or an ARN the last part is the name.
        ours = {line.split("\t")[1].strip().rsplit("/", 1)[-1].rsplit(":", 1)[-1] for line in file if line.strip()}
    left = set()
    with open(listing_file, encoding="utf-8") as file:
        for line in file:
            for name in line.split():
                last = name.rsplit("/", 1)[-1].rsplit(":", 1)[-1]
                if name != retained and (last in ours or stack in name):
                    left.add(name)
    if left:
        sys.exit("still there: " + ", ".join(sorted(left)))


def run(seconds, *command):
    """Runs a command with a time limit (macOS has no timeout(1)), and ends its children with it."""
    process = subprocess.Popen(command, start_new_session=True)

    def end(*_):
        os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)

    def interrupted(*_):
        end()
        sys.exit(130)

    signal.signal(signal.SIGTERM, interrupted)
    signal.signal(signal.SIGINT, interrupted)
    try:
        sys.exit(process.wait(float(seconds)))
    except subprocess.TimeoutExpired:
        end()
        sys.exit("no end after %s s: %s" % (seconds, " ".join(command)))


if __name__ == "__main__":
    commands = {f.__name__: f for f in (
        stage, count, compare, corrupt, state, has, first, encoded, staged, request, slowed, large, reply, same, remaining, run
    )}
    commands[sys.argv[1]](*sys.argv[2:])

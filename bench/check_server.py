"""Checks the benchmarks' own S3; run by check-server with the Python that has boto3."""

import base64
import contextlib
import filecmp
import hashlib
import os
import pathlib
import random
import sys
import tempfile
import zlib

import boto3
import harness
import peers
from botocore.config import Config
from botocore.exceptions import ClientError

MIB = 1 << 20
CHECKS = []


def check(function):
    CHECKS.append(function)
    return function


def code_of(function, **arguments):
    try:
        function(**arguments)
    except ClientError as error:
        return error.response["Error"]["Code"]
    return "none"


def names(s3, **arguments):
    """Of all pages, those of common prefixes too."""
    found, pages = [], 0
    for page in s3.get_paginator("list_objects_v2").paginate(**arguments):
        pages += 1
        found += [o["Key"] for o in page.get("Contents", [])] + [p["Prefix"] for p in page.get("CommonPrefixes", [])]
    return found, pages


@check
def put_get_head_delete(s3, bucket):
    body = b"some bytes" * 100
    etag = s3.put_object(
        Bucket=bucket, Key="a", Body=body, ContentType="image/png", Metadata={"x": "y"}, CacheControl="no-cache"
    )["ETag"]
    assert etag == '"' + hashlib.md5(body).hexdigest() + '"'
    got = s3.get_object(Bucket=bucket, Key="a")
    assert got["Body"].read() == body
    assert (got["ContentType"], got["Metadata"], got["CacheControl"]) == ("image/png", {"x": "y"}, "no-cache")
    head = s3.head_object(Bucket=bucket, Key="a")
    assert (head["ContentLength"], head["ETag"]) == (len(body), etag)
    s3.delete_object(Bucket=bucket, Key="a")
    assert code_of(s3.get_object, Bucket=bucket, Key="a") == "NoSuchKey"
    assert code_of(s3.head_object, Bucket=bucket, Key="a") == "404"
    assert code_of(s3.list_objects_v2, Bucket=bucket + "-no") == "NoSuchBucket"


@check
def ranges(s3, bucket):
    body = random.Random(1).randbytes(200_000)
    s3.put_object(Bucket=bucket, Key="r", Body=body)
    for text, expected in [
        ("bytes=0-0", body[:1]),
        ("bytes=100-70000", body[100:70001]),
        ("bytes=199990-", body[199990:]),
        ("bytes=-7", body[-7:]),
        ("bytes=199999-999999", body[199999:]),
    ]:
        got = s3.get_object(Bucket=bucket, Key="r", Range=text)
        assert got["Body"].read() == expected, text
        assert got["ContentRange"].endswith("/200000")
    assert code_of(s3.get_object, Bucket=bucket, Key="r", Range="bytes=200000-") == "InvalidRange"


@check
def preconditions(s3, bucket):
    etag = s3.put_object(Bucket=bucket, Key="p", Body=b"1", IfNoneMatch="*")["ETag"]
    assert code_of(s3.put_object, Bucket=bucket, Key="p", Body=b"2", IfNoneMatch="*") == "PreconditionFailed"
    assert code_of(s3.put_object, Bucket=bucket, Key="p", Body=b"2", IfMatch='"0"') == "PreconditionFailed"
    assert code_of(s3.get_object, Bucket=bucket, Key="p", IfMatch='"0"') == "PreconditionFailed"
    assert code_of(s3.get_object, Bucket=bucket, Key="p", IfNoneMatch=etag) == "304"
    source = {"Bucket": bucket, "Key": "p"}
    wrong = {"Bucket": bucket, "Key": "q", "CopySource": source, "CopySourceIfMatch": '"0"'}
    assert code_of(s3.copy_object, **wrong) == "PreconditionFailed"
    s3.copy_object(Bucket=bucket, Key="q", CopySource=source, CopySourceIfMatch=etag)
    s3.put_object(Bucket=bucket, Key="p", Body=b"3", IfMatch=etag)
    assert s3.get_object(Bucket=bucket, Key="p", IfMatch='"' + hashlib.md5(b"3").hexdigest() + '"')["Body"].read() == b"3"


@check
def checksums(s3, bucket):
    for algorithm in ["CRC32", "SHA256"]:
        put = s3.put_object(Bucket=bucket, Key="c", Body=b"123456789", ChecksumAlgorithm=algorithm)
        head = s3.head_object(Bucket=bucket, Key="c", ChecksumMode="ENABLED")
        assert head["Checksum" + algorithm] == put["Checksum" + algorithm]
        assert head["ChecksumType"] == "FULL_OBJECT"
    # The check values of the two algorithms over "123456789".
    for argument, value in [("ChecksumCRC32C", "e3069283"), ("ChecksumCRC64NVME", "ae8b14860a799888")]:
        text = base64.b64encode(bytes.fromhex(value)).decode()
        s3.put_object(Bucket=bucket, Key="c", Body=b"123456789", **{argument: text})
        assert s3.head_object(Bucket=bucket, Key="c", ChecksumMode="ENABLED")[argument] == text
        wrong = {"Bucket": bucket, "Key": "c", "Body": b"12345678X", argument: text}
        assert code_of(s3.put_object, **wrong) in ["BadDigest", "InvalidRequest"]
        copied = s3.copy_object(Bucket=bucket, Key="c2", CopySource={"Bucket": bucket, "Key": "c"})
        assert copied["CopyObjectResult"][argument] == text


@check
def streamed_bodies_with_trailers(s3, bucket):
    """boto3 sends a body that it can't read twice in aws-chunked, its checksum after it."""
    for size in [0, 1, 5000, 300_000]:
        body = random.Random(size).randbytes(size)
        path = pathlib.Path(tempfile.mkdtemp()) / "body"
        path.write_bytes(body)
        with open(path, "rb") as stream:
            s3.put_object(Bucket=bucket, Key="t", Body=stream, ChecksumAlgorithm="CRC32")
        got = s3.get_object(Bucket=bucket, Key="t", ChecksumMode="ENABLED")
        assert got["Body"].read() == body
        assert "ChecksumCRC32" in got
        assert got.get("ContentEncoding", "") == ""


@check
def odd_keys(s3, bucket):
    odd = ["a b+c é%25#?.jpg", "dir/x", "dir", "a//b", "q&<>'\".txt", "ü/ß", "k" * 1024, "emoji-😀", "\ufffd-replacement"]
    for key in odd:
        s3.put_object(Bucket=bucket, Key="odd/" + key[:1020], Body=key.encode())
    found, _ = names(s3, Bucket=bucket, Prefix="odd/")
    assert found == sorted(("odd/" + key[:1020] for key in odd), key=str.encode)
    for key in odd:
        source = {"Bucket": bucket, "Key": "odd/" + key[:1020]}
        s3.copy_object(Bucket=bucket, Key="copied", CopySource=source)
        assert s3.get_object(Bucket=bucket, Key="copied")["Body"].read() == key.encode()
    listed = s3.list_objects(Bucket=bucket, Prefix="odd/")["Contents"]
    assert [o["Key"] for o in listed] == found
    deleted = s3.delete_objects(Bucket=bucket, Delete={"Objects": [{"Key": key} for key in found]})
    assert sorted(d["Key"] for d in deleted["Deleted"]) == sorted(found)
    assert names(s3, Bucket=bucket, Prefix="odd/")[0] == []


@check
def pages(s3, bucket):
    keys = [f"list/{i // 10:02}/{i:03}" for i in range(95)] + ["list/zz"]
    for key in keys:
        s3.put_object(Bucket=bucket, Key=key, Body=b"")
    for size in [1, 7, 96, 1000]:
        page = {"PageSize": size}
        found, count = names(s3, Bucket=bucket, Prefix="list/", PaginationConfig=page)
        assert found == keys and count == -(-len(keys) // size), size
        found, _ = names(s3, Bucket=bucket, Prefix="list/", Delimiter="/", PaginationConfig=page)
        assert sorted(found) == [f"list/{i:02}/" for i in range(10)] + ["list/zz"], size
        found, _ = names(s3, Bucket=bucket, Prefix="list/", StartAfter="list/04/044", PaginationConfig=page)
        assert found == keys[45:], size
        old = []
        for listed in s3.get_paginator("list_objects").paginate(Bucket=bucket, Prefix="list/", Delimiter="/", PaginationConfig=page):
            old += [p["Prefix"] for p in listed.get("CommonPrefixes", [])] + [o["Key"] for o in listed.get("Contents", [])]
        assert old == [f"list/{i:02}/" for i in range(10)] + ["list/zz"], size


@check
def multipart(s3, bucket):
    first, second = random.Random(2).randbytes(5 * MIB), b"the end"
    upload = s3.create_multipart_upload(
        Bucket=bucket, Key="m", ContentType="video/mp4", ChecksumAlgorithm="CRC32", ChecksumType="FULL_OBJECT"
    )["UploadId"]
    of = {"Bucket": bucket, "Key": "m", "UploadId": upload}
    assert code_of(s3.upload_part, **of, PartNumber=1, Body=first, ChecksumAlgorithm="SHA256") == "InvalidRequest"
    parts = []
    for number, body in [(1, first), (3, second)]:
        put = s3.upload_part(**of, PartNumber=number, Body=body, ChecksumAlgorithm="CRC32")
        parts.append({"PartNumber": number, "ETag": put["ETag"], "ChecksumCRC32": put["ChecksumCRC32"]})
    assert [p["PartNumber"] for p in s3.list_parts(**of)["Parts"]] == [1, 3]
    assert upload in [u["UploadId"] for u in s3.list_multipart_uploads(Bucket=bucket)["Uploads"]]
    swapped = {"Parts": parts[::-1]}
    assert code_of(s3.complete_multipart_upload, **of, MultipartUpload=swapped) == "InvalidPartOrder"
    unknown = {"Parts": [{"PartNumber": 2, "ETag": '"0"'}]}
    assert code_of(s3.complete_multipart_upload, **of, MultipartUpload=unknown) == "InvalidPart"
    done = s3.complete_multipart_upload(**of, MultipartUpload={"Parts": parts})
    digests = hashlib.md5(first).digest() + hashlib.md5(second).digest()
    assert done["ETag"] == '"' + hashlib.md5(digests).hexdigest() + '-2"', done["ETag"]
    whole = base64.b64encode(zlib.crc32(first + second).to_bytes(4, "big")).decode()
    assert (done["ChecksumCRC32"], done["ChecksumType"]) == (whole, "FULL_OBJECT")
    got = s3.get_object(Bucket=bucket, Key="m")
    assert got["Body"].read() == first + second and got["ContentType"] == "video/mp4"
    assert s3.head_object(Bucket=bucket, Key="m", PartNumber=1)["PartsCount"] == 2
    assert code_of(s3.upload_part, **of, PartNumber=1, Body=b"x") == "NoSuchUpload"


@check
def part_copies(s3, bucket):
    body = random.Random(3).randbytes(11 * MIB)
    s3.put_object(Bucket=bucket, Key="large", Body=body)
    upload = s3.create_multipart_upload(Bucket=bucket, Key="joined")["UploadId"]
    of = {"Bucket": bucket, "Key": "joined", "UploadId": upload}
    parts = []
    for number, (start, end) in enumerate([(0, 5 * MIB), (5 * MIB, len(body))], 1):
        copied = s3.upload_part_copy(
            **of,
            PartNumber=number,
            CopySource={"Bucket": bucket, "Key": "large"},
            CopySourceRange=f"bytes={start}-{end - 1}",
        )
        parts.append({"PartNumber": number, "ETag": copied["CopyPartResult"]["ETag"]})
    s3.complete_multipart_upload(**of, MultipartUpload={"Parts": parts})
    assert s3.get_object(Bucket=bucket, Key="joined")["Body"].read() == body
    upload = s3.create_multipart_upload(Bucket=bucket, Key="small")["UploadId"]
    of = {"Bucket": bucket, "Key": "small", "UploadId": upload}
    parts = [{"PartNumber": n, "ETag": s3.upload_part(**of, PartNumber=n, Body=b"x")["ETag"]} for n in [1, 2]]
    assert code_of(s3.complete_multipart_upload, **of, MultipartUpload={"Parts": parts}) == "EntityTooSmall"
    s3.abort_multipart_upload(**of)
    assert code_of(s3.list_parts, **of) == "NoSuchUpload"


def declared_objects(server, s3, bucket):
    """Ours alone: objects that were never put, their checksums by arithmetic and by reading."""
    import crc32c

    size = 3 * MIB + 12345
    server.control("PUT", "object", bucket=bucket, key="declared", size=size, md5="true", checksum="CRC32C")
    got = s3.get_object(Bucket=bucket, Key="declared", ChecksumMode="ENABLED")
    body = got["Body"].read()
    assert len(body) == size and got["ETag"] == '"' + hashlib.md5(body).hexdigest() + '"'
    assert base64.b64decode(got["ChecksumCRC32C"]) == crc32c.crc32c(body).to_bytes(4, "big")
    for start, end in [(0, 1), (65530, 65550), (65536, 131072), (1, size)]:
        got = s3.get_object(Bucket=bucket, Key="declared", Range=f"bytes={start}-{end - 1}")["Body"].read()
        assert got == body[start:end], start
    # CRC64NVME by arithmetic over pages must be what reading the same bytes in one piece gives.
    server.control("PUT", "object", bucket=bucket, key="declared", size=200_000, checksum="CRC64NVME")
    got = s3.get_object(Bucket=bucket, Key="declared", ChecksumMode="ENABLED")
    shifted = got["Body"].read()
    s3.put_object(Bucket=bucket, Key="read", Body=shifted, ChecksumCRC64NVME=got["ChecksumCRC64NVME"])
    s3.put_object(Bucket=bucket, Key="tail", Body=shifted[70_000:])  # not at a page, so it is held
    s3.put_object(Bucket=bucket, Key="large", Body=body)
    assert server.control("GET", "object", bucket=bucket, key="large")["pattern_position"] == 0
    wrong = body[:-1] + bytes([body[-1] ^ 1])
    s3.put_object(Bucket=bucket, Key="large", Body=wrong)
    assert server.control("GET", "object", bucket=bucket, key="large")["pattern_position"] == -1
    many = {"bucket": "many", "prefix": "p/", "count": 25, "size": 4096, "per_folder": 10}
    server.control("PUT", "objects", **many)
    bodies = [s3.get_object(Bucket="many", Key=key)["Body"].read() for key in names(s3, Bucket="many")[0]]
    assert len(bodies) == 25 and len(set(bodies)) == 25
    s3.put_object(Bucket="many", Key="p/00000/00000003.jpg", Body=bodies[4])
    s3.put_object(Bucket="many", Key="p/00000/00000005.jpg", Body=bodies[5])
    s3.delete_object(Bucket="many", Key="p/00002/00000020.jpg")
    proof = server.control("GET", "verify", **many)
    assert (proof["right"], proof["missing"]) == (23, 1), proof


def peer_round_trip(peer, server, work):
    """What a peer has put, copied and got back is what it was."""
    source = work / "source"
    for i, size in enumerate([0, 1, 4096, 65536, 70_001, 900_000]):
        path = source / f"d{i % 2}" / f"file {i}é.bin"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(random.Random(i).randbytes(size))
    large = source / "large.bin"
    large.write_bytes(random.Random(7).randbytes(230 * MIB))
    server.control("DELETE", "bucket", bucket="one")
    server.control("DELETE", "bucket", bucket="two")
    back = work / f"back-{peer.name}"
    back.mkdir()
    endpoints = peers.Endpoints(server.endpoint, None)
    assert not peer.available(), peer.available()
    for step, command in peer.round_trip(endpoints, source, "one", "two", back):
        done = harness.measure(command, peer.environment(endpoints, work), 300, work)
        assert done.code == 0, f"{step}: exit {done.code}: {done.output}"
    files = [path for path in source.rglob("*") if path.is_file()]
    for path in files:
        other = back / path.relative_to(source)
        assert other.is_file(), f"{path.name} did not come back; there are {sorted(back.rglob('*'))}"
        assert filecmp.cmp(path, other, shallow=False), f"{path.name} came back different"
    return f"{len(files)} files"


def main():
    ours = None
    if len(sys.argv) > 1:
        endpoint = sys.argv[1]
    else:
        ours = harness.Server("--hold", "600m")
        endpoint = ours.endpoint
    s3 = boto3.client(
        "s3",
        endpoint_url=endpoint,
        aws_access_key_id=harness.CREDENTIALS["key"],
        aws_secret_access_key=harness.CREDENTIALS["secret"],
        region_name=harness.CREDENTIALS["region"],
        config=Config(s3={"addressing_style": "path"}, retries={"max_attempts": 1}, read_timeout=30),
    )
    bucket = f"bench-check-{os.getpid()}"
    s3.create_bucket(Bucket=bucket)
    assert bucket in [b["Name"] for b in s3.list_buckets()["Buckets"]]
    failed = 0

    def run(name, function, *arguments):
        nonlocal failed
        try:
            print(f"ok      {name} {function(*arguments) or ''}", flush=True)
        except (AssertionError, ClientError, KeyError) as error:
            failed += 1
            print(f"FAILED  {name}: {type(error).__name__} {error} (line {error.__traceback__.tb_next.tb_lineno})")

    try:
        for function in CHECKS:
            run(function.__name__, function, s3, bucket)
        if ours:
            with contextlib.closing(harness.Server()) as dropping:
                other = boto3.client(
                    "s3",
                    endpoint_url=dropping.endpoint,
                    aws_access_key_id="x",
                    aws_secret_access_key="y",
                    region_name="us-east-1",
                    config=Config(s3={"addressing_style": "path"}, retries={"max_attempts": 1}),
                )
                run("declared_objects", declared_objects, dropping, other, "declared")
            with tempfile.TemporaryDirectory() as work:
                for name in ["s5cmd", "rclone", "cloud-files"]:
                    run(f"round trip of {name}", peer_round_trip, peers.PEERS[name], ours, pathlib.Path(work))
    finally:
        if ours:
            ours.close()
    sys.exit(failed > 0)


if __name__ == "__main__":
    main()

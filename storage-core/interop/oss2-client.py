"""Drives oss2, the official Python client of OSS, through one bucket. Prints one line for each thing that was right."""

import hashlib
import os
import sys
import urllib.request

import oss2

endpoint, key_id, key_secret, version = sys.argv[1:5]
auth = {"v1": oss2.Auth, "v4": oss2.AuthV4}[version](key_id, key_secret)
bucket = oss2.Bucket(auth, endpoint, "oss2-" + version, region="cn-hangzhou")


def right(what, condition):
    if not condition:
        raise AssertionError(what)
    print(what)


bucket.create_bucket(oss2.BUCKET_ACL_PRIVATE)
right("bucket", [found.name for found in oss2.BucketIterator(oss2.Service(auth, endpoint, region="cn-hangzhou"), prefix=bucket.bucket_name)] == [bucket.bucket_name])

keys = ["plain", "a b/c+d%20.txt", "中文/ü.txt", "empty"]
for key in keys:
    body = b"" if key == "empty" else key.encode("utf-8") * 1000
    put = bucket.put_object(key, body, headers={"x-oss-meta-colour": "green"})
    right("etag of " + key, put.etag == hashlib.md5(body).hexdigest().upper())
    got = bucket.get_object(key)
    # Reading to the end compares the CRC-64 as well.
    right("body of " + key, got.read() == body and got.headers["x-oss-meta-colour"] == "green")

right("listing", sorted(entry.key for entry in oss2.ObjectIterator(bucket, max_keys=2)) == sorted(keys))
right("listing V2", sorted(entry.key for entry in oss2.ObjectIteratorV2(bucket, max_keys=2)) == sorted(keys))
right("range", bucket.get_object("plain", byte_range=(5, 9)).read() == b"plain")

large = os.urandom(3 * 1024 * 1024 + 7)
with open(sys.argv[5], "wb") as file:
    file.write(large)
oss2.resumable_upload(bucket, "large", sys.argv[5], multipart_threshold=1024 * 1024, part_size=1024 * 1024, num_threads=3)
oss2.resumable_download(bucket, "large", sys.argv[5] + ".copy", multiget_threshold=1024 * 1024, part_size=512 * 1024, num_threads=3)
with open(sys.argv[5] + ".copy", "rb") as file:
    right("multipart", file.read() == large)

bucket.append_object("log", 0, b"one ")
right("append", bucket.append_object("log", 4, b"two").next_position == 7 and bucket.get_object("log").read() == b"one two")
bucket.copy_object(bucket.bucket_name, "中文/ü.txt", "copied ü")
right("copy", bucket.head_object("copied ü").content_length == len("中文/ü.txt".encode("utf-8")) * 1000)
with urllib.request.urlopen(bucket.sign_url("GET", "a b/c+d%20.txt", 60, slash_safe=True)) as answer:
    right("link", answer.read() == b"a b/c+d%20.txt" * 1000)
bucket.put_object_acl("plain", oss2.OBJECT_ACL_PUBLIC_READ)
right("acl", bucket.get_object_acl("plain").acl == "public-read")

deleted = bucket.batch_delete_objects(keys + ["large", "log", "copied ü"])
right("delete", len(deleted.deleted_keys) == 7 and not bucket.object_exists("plain"))
bucket.delete_bucket()
try:
    bucket.get_bucket_info()
    right("delete bucket", False)
except oss2.exceptions.NoSuchBucket:
    print("delete bucket")

import com.aliyun.oss.ClientBuilderConfiguration;
import com.aliyun.oss.HttpMethod;
import com.aliyun.oss.OSS;
import com.aliyun.oss.OSSClientBuilder;
import com.aliyun.oss.OSSException;
import com.aliyun.oss.common.auth.DefaultCredentialProvider;
import com.aliyun.oss.common.comm.SignVersion;
import com.aliyun.oss.model.AppendObjectRequest;
import com.aliyun.oss.model.Bucket;
import com.aliyun.oss.model.CannedAccessControlList;
import com.aliyun.oss.model.DeleteObjectsRequest;
import com.aliyun.oss.model.DownloadFileRequest;
import com.aliyun.oss.model.GetObjectRequest;
import com.aliyun.oss.model.ListObjectsV2Request;
import com.aliyun.oss.model.ListObjectsV2Result;
import com.aliyun.oss.model.OSSObject;
import com.aliyun.oss.model.OSSObjectSummary;
import com.aliyun.oss.model.ObjectMetadata;
import com.aliyun.oss.model.ObjectPermission;
import com.aliyun.oss.model.UploadFileRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

/** Drives the official Java SDK of OSS through one bucket. Prints one line for each thing that was right. */
class OssJavaClient {
  private static void right(String what, boolean condition) {
    if (!condition) throw new AssertionError(what);
    System.out.println(what);
  }

  private static byte[] read(OSSObject object) throws IOException {
    // Closing alone would end the connection in its middle; the SDK compares the CRC-64 at the end.
    try (InputStream content = object.getObjectContent()) {
      return content.readAllBytes();
    }
  }

  private static byte[] repeated(String text) {
    return text.repeat(1000).getBytes(StandardCharsets.UTF_8);
  }

  private static List<String> keysOf(OSS client, String bucket) {
    List<String> keys = new ArrayList<>();
    ListObjectsV2Request request = new ListObjectsV2Request(bucket).withMaxKeys(2);
    for (;;) {
      ListObjectsV2Result page = client.listObjectsV2(request);
      page.getObjectSummaries().stream().map(OSSObjectSummary::getKey).forEach(keys::add);
      if (!page.isTruncated()) return keys;
      request.setContinuationToken(page.getNextContinuationToken());
    }
  }

  public static void main(String[] arguments) throws Throwable {
    // Asks only whether the SDK is there.
    if (arguments[0].equals("--version")) return;
    String endpoint = arguments[0], keyId = arguments[1], keySecret = arguments[2], version = arguments[3], file = arguments[4];
    ClientBuilderConfiguration settings = new ClientBuilderConfiguration();
    settings.setSignatureVersion(version.equals("v4") ? SignVersion.V4 : SignVersion.V1);
    OSS client = OSSClientBuilder.create()
        .endpoint(endpoint)
        .credentialsProvider(new DefaultCredentialProvider(keyId, keySecret))
        .clientConfiguration(settings)
        .region("cn-hangzhou")
        .build();
    try {
      drive(client, "java-" + version, Path.of(file));
    } finally {
      client.shutdown();
    }
  }

  private static void drive(OSS client, String bucket, Path file) throws Throwable {
    client.createBucket(bucket);
    right("bucket", client.listBuckets().stream().map(Bucket::getName).collect(Collectors.toList()).contains(bucket));

    List<String> keys = List.of("plain", "a b/c+d%20.txt", "中文/ü.txt", "empty");
    for (String key : keys) {
      byte[] body = key.equals("empty") ? new byte[0] : repeated(key);
      ObjectMetadata metadata = new ObjectMetadata();
      metadata.addUserMetadata("colour", "green");
      String etag = client.putObject(bucket, key, new ByteArrayInputStream(body), metadata).getETag();
      right("etag of " + key, etag.equals(HexFormat.of().withUpperCase().formatHex(MessageDigest.getInstance("MD5").digest(body))));
      OSSObject got = client.getObject(bucket, key);
      right("body of " + key, Arrays.equals(read(got), body) && got.getObjectMetadata().getUserMetadata().get("colour").equals("green"));
    }

    List<String> sorted = new ArrayList<>(keys);
    Collections.sort(sorted);
    right("listing", client.listObjects(bucket).getObjectSummaries().stream().map(OSSObjectSummary::getKey).sorted().collect(Collectors.toList()).equals(sorted));
    List<String> paged = keysOf(client, bucket);
    Collections.sort(paged);
    right("listing V2", paged.equals(sorted));
    right("range", new String(read(client.getObject(new GetObjectRequest(bucket, "plain").withRange(5, 9))), StandardCharsets.UTF_8).equals("plain"));

    byte[] large = new byte[3 * 1024 * 1024 + 7];
    new Random(1).nextBytes(large);
    Files.write(file, large);
    UploadFileRequest upload = new UploadFileRequest(bucket, "large");
    upload.setUploadFile(file.toString());
    upload.setPartSize(1024 * 1024);
    upload.setTaskNum(3);
    client.uploadFile(upload);
    Path copy = Path.of(file + ".copy");
    DownloadFileRequest download = new DownloadFileRequest(bucket, "large");
    download.setDownloadFile(copy.toString());
    download.setPartSize(512 * 1024);
    download.setTaskNum(3);
    client.downloadFile(download);
    right("multipart", Arrays.equals(Files.readAllBytes(copy), large));

    client.appendObject(new AppendObjectRequest(bucket, "log", new ByteArrayInputStream("one ".getBytes(StandardCharsets.UTF_8))).withPosition(0L));
    long next = client.appendObject(new AppendObjectRequest(bucket, "log", new ByteArrayInputStream("two".getBytes(StandardCharsets.UTF_8))).withPosition(4L)).getNextPosition();
    right("append", next == 7 && new String(read(client.getObject(bucket, "log")), StandardCharsets.UTF_8).equals("one two"));
    client.copyObject(bucket, "中文/ü.txt", bucket, "copied ü");
    right("copy", client.getObjectMetadata(bucket, "copied ü").getContentLength() == repeated("中文/ü.txt").length);
    URL link = client.generatePresignedUrl(bucket, "a b/c+d%20.txt", new Date(System.currentTimeMillis() + 60_000), HttpMethod.GET);
    try (InputStream answer = link.openStream()) {
      right("link", Arrays.equals(answer.readAllBytes(), repeated("a b/c+d%20.txt")));
    }
    client.setObjectAcl(bucket, "plain", CannedAccessControlList.PublicRead);
    right("acl", client.getObjectAcl(bucket, "plain").getPermission() == ObjectPermission.PublicRead);

    List<String> all = new ArrayList<>(keys);
    all.addAll(List.of("large", "log", "copied ü"));
    int deleted = client.deleteObjects(new DeleteObjectsRequest(bucket).withKeys(all)).getDeletedObjects().size();
    right("delete", deleted == 7 && !client.doesObjectExist(bucket, "plain"));
    client.deleteBucket(bucket);
    try {
      client.getBucketInfo(bucket);
      right("delete bucket", false);
    } catch (OSSException error) {
      right("delete bucket", error.getErrorCode().equals("NoSuchBucket"));
    }
  }
}

import { allow, both, bucket, deny, internet, objects, type Table } from './table.ts'

export const conditions: readonly Table[] = [
  {
    title: 'an address fence',
    setting: {
      acl: 'public-read',
      bucketPolicy: [
        deny({
          Principal: '*',
          Action: 'oss:*',
          Resource: both,
          Condition: { NotIpAddress: { 'acs:SourceIp': ['192.0.2.0/24', '2001:db8::/32', '101.*.*.100'] }, ...internet },
        }),
      ],
    },
    rows: `
      anonymous GetObject        a     yes bucket-acl          ip=192.0.2.0
      anonymous GetObject        a     yes bucket-acl          ip=192.0.2.255
      anonymous GetObject        a     no  explicit-deny       ip=192.0.3.0
      anonymous GetObject        a     no  explicit-deny       ip=192.0.1.255
      anonymous GetObject        a     yes bucket-acl          ip=101.7.8.100
      anonymous GetObject        a     no  explicit-deny       ip=101.7.8.101
      anonymous GetObject        a     yes bucket-acl          ip=2001:db8::1
      anonymous GetObject        a     no  explicit-deny       ip=2001:db9::1
      anonymous GetObject        a     yes bucket-acl          ip=::ffff:192.0.2.9
      anonymous GetObject        a     no  explicit-deny       ip=::ffff:198.51.100.9
      anonymous GetObject        a     no  explicit-deny       ip=nonsense
      anonymous GetObject        a     yes bucket-acl          ip=198.51.100.9 vpc=vpc-1
      owner     GetObject        a     no  explicit-deny       ip=198.51.100.9
      owner     GetObject        a     yes bucket-owner        ip=192.0.2.1
      alice     GetObject        a     no  explicit-deny       ip=198.51.100.9`,
  },
  {
    title: 'only from one VPC, or from any',
    setting: {
      bucketPolicy: [
        allow({ Principal: '*', Action: 'oss:GetObject', Resource: objects, Condition: { StringEquals: { 'acs:SourceVpc': ['vpc-one', 'vpc-two'] } } }),
        allow({ Principal: '*', Action: 'oss:GetObjectAcl', Resource: objects, Condition: { StringLike: { 'acs:SourceVpc': 'vpc-*' } } }),
        allow({ Principal: '*', Action: 'oss:PutObject', Resource: objects, Condition: { StringNotEquals: { 'acs:SourceVpc': 'vpc-one' } } }),
      ],
    },
    rows: `
      anonymous GetObject        a     yes policy-allow        vpc=vpc-one
      anonymous GetObject        a     yes policy-allow        vpc=vpc-two
      anonymous GetObject        a     no  bucket-acl          vpc=vpc-three
      anonymous GetObject        a     no  bucket-acl          vpc=VPC-ONE
      anonymous GetObject        a     no  bucket-acl
      anonymous GetObjectAcl     a     yes policy-allow        vpc=vpc-three
      anonymous GetObjectAcl     a     no  management-by-stranger
      anonymous PutObject        a     yes policy-allow
      anonymous PutObject        a     no  bucket-acl          vpc=vpc-one
      anonymous PutObject        a     yes policy-allow        vpc=vpc-two`,
  },
  {
    title: 'times',
    setting: {
      alice: [
        allow({ Action: 'oss:GetObject', Resource: objects, Condition: { DateGreaterThan: { 'acs:CurrentTime': '2026-02-01T00:00:00Z' } } }),
        allow({ Action: 'oss:PutObject', Resource: objects, Condition: { DateLessThanEquals: { 'acs:CurrentTime': '2026-02-01T08:00:00+08:00' } } }),
        allow({ Action: 'oss:DeleteObject', Resource: objects, Condition: { DateEquals: { 'acs:CurrentTime': '2026-03-01' } } }),
        allow({
          Action: 'oss:GetObjectAcl',
          Resource: objects,
          Condition: { DateGreaterThanEquals: { 'acs:CurrentTime': '2026-01-01' }, DateLessThan: { 'acs:CurrentTime': '2027-01-01' } },
        }),
      ],
    },
    rows: `
      alice     GetObject        a     no  bucket-acl          at=2026-02-01T00:00:00Z
      alice     GetObject        a     yes policy-allow        at=2026-02-01T00:00:00.001Z
      alice     PutObject        a     yes policy-allow        at=2026-02-01T00:00:00Z
      alice     PutObject        a     no  bucket-acl          at=2026-02-01T00:00:01Z
      alice     DeleteObject     a     yes policy-allow        at=2026-03-01T00:00:00Z
      alice     DeleteObject     a     no  bucket-acl          at=2026-03-01T00:00:01Z
      alice     GetObjectAcl     a     no  management-by-stranger at=2025-12-31T23:59:59Z
      alice     GetObjectAcl     a     yes policy-allow        at=2026-01-01T00:00:00Z
      alice     GetObjectAcl     a     no  management-by-stranger at=2027-01-01T00:00:00Z`,
  },
  {
    title: 'programs, keys and second factors',
    setting: {
      alice: [
        allow({ Action: 'oss:GetObject', Resource: objects, Condition: { StringLike: { 'acs:UserAgent': ['aliyun-sdk-*', 'ossutil/?.*'] } } }),
        allow({ Action: 'oss:PutObject', Resource: objects, Condition: { StringNotLike: { 'acs:AccessId': ['STS.*', 'TMP.*'] } } }),
        allow({ Action: 'oss:DeleteObject', Resource: objects, Condition: { Bool: { 'acs:MFAPresent': 'true' } } }),
        allow({ Action: 'oss:GetObjectAcl', Resource: objects, Condition: { StringEqualsIgnoreCase: { 'acs:UserAgent': 'Browser' } } }),
        allow({ Action: 'oss:PutObjectAcl', Resource: objects, Condition: { StringNotEqualsIgnoreCase: { 'acs:UserAgent': ['Curl', 'WGET'] } } }),
      ],
    },
    rows: `
      alice     GetObject        a     yes policy-allow        agent=aliyun-sdk-js/6
      alice     GetObject        a     yes policy-allow        agent=ossutil/2.1
      alice     GetObject        a     no  bucket-acl          agent=ossutil/20.1
      alice     GetObject        a     no  bucket-acl          agent=Aliyun-sdk-js
      alice     PutObject        a     yes policy-allow        keyid=LTAI1
      alice     PutObject        a     no  bucket-acl          keyid=STS.abc
      alice     PutObject        a     no  bucket-acl          keyid=TMP.abc
      alice     PutObject        a     yes policy-allow
      alice     DeleteObject     a     yes policy-allow        mfa=yes
      alice     DeleteObject     a     no  bucket-acl          mfa=no
      alice     DeleteObject     a     no  bucket-acl
      alice     GetObjectAcl     a     yes policy-allow        agent=BROWSER
      alice     GetObjectAcl     a     no  management-by-stranger agent=browsers
      alice     PutObjectAcl     a     no  management-by-stranger agent=CURL
      alice     PutObjectAcl     a     yes policy-allow        agent=lynx`,
  },
  {
    title: 'listings by prefix and delimiter',
    setting: {
      alice: [
        allow({
          Action: 'oss:ListObjects',
          Resource: bucket,
          Condition: { StringEquals: { 'oss:Delimiter': '/' }, StringLike: { 'oss:Prefix': ['', 'photos/', 'photos/2026/*'] } },
        }),
        deny({ Action: 'oss:ListObjectVersions', Resource: bucket, Condition: { StringNotLike: { 'oss:Prefix': 'photos/*' } } }),
        allow({ Action: 'oss:ListObjectVersions', Resource: bucket }),
      ],
    },
    rows: `
      alice     ListObjects        -   yes policy-allow        prefix=- delimiter=/
      alice     ListObjects        -   yes policy-allow        prefix=photos/ delimiter=/
      alice     ListObjects        -   yes policy-allow        prefix=photos/2026/01 delimiter=/
      alice     ListObjects        -   no  management-by-stranger prefix=photos/2025/ delimiter=/
      alice     ListObjects        -   no  management-by-stranger prefix=photos/
      alice     ListObjects        -   no  management-by-stranger prefix=photos/ delimiter=-
      alice     ListObjectVersions -   yes policy-allow        prefix=photos/a
      alice     ListObjectVersions -   no  explicit-deny       prefix=a
      alice     ListObjectVersions -   no  explicit-deny       prefix=-
      alice     ListObjectVersions -   no  explicit-deny`,
  },
  {
    title: 'ACLs that requests ask for',
    setting: {
      bucketPolicy: [
        allow({ Principal: ['1001'], Action: ['oss:PutObject', 'oss:PutObjectAcl', 'oss:PutBucketAcl'], Resource: both }),
        deny({ Principal: ['1001'], Action: ['oss:PutObject', 'oss:PutObjectAcl'], Resource: objects, Condition: { StringLike: { 'oss:x-oss-object-acl': 'public-*' } } }),
        deny({ Principal: ['1001'], Action: 'oss:PutBucketAcl', Resource: bucket, Condition: { StringNotEquals: { 'oss:x-oss-acl': 'private' } } }),
      ],
    },
    rows: `
      alice     PutObject        a     yes policy-allow
      alice     PutObject        a     yes policy-allow        wants=private
      alice     PutObject        a     yes policy-allow        wants=default
      alice     PutObject        a     no  explicit-deny       wants=public-read
      alice     PutObjectAcl     a     no  explicit-deny       wants=public-read-write
      alice     PutBucketAcl     -     yes policy-allow        bucketwants=private
      alice     PutBucketAcl     -     no  explicit-deny       bucketwants=public-read
      alice     PutBucketAcl     -     no  explicit-deny`,
  },
  {
    title: 'tags of objects, of requests and of the bucket',
    setting: {
      bucketPolicy: [
        allow({ Principal: '*', Action: 'oss:GetObject', Resource: objects, Condition: { StringEquals: { 'oss:ExistingObjectTag/status': ['ok', 'done'] } } }),
        allow({
          Principal: ['1001'],
          Action: 'oss:PutObject',
          Resource: objects,
          Condition: { StringEquals: { 'oss:RequestObjectTag/team': 'a', 'oss:RequestObjectTag/Env': 'test' } },
        }),
        allow({ Principal: ['1001'], Action: 'oss:GetBucketInfo', Resource: bucket, Condition: { StringEquals: { 'oss:BucketTag/open': 'yes' } } }),
        allow({ Principal: ['1001'], Action: 'oss:DeleteObject', Resource: objects, Condition: { NumericLessThan: { 'oss:ExistingObjectTag/level': '3' } } }),
      ],
    },
    rows: `
      anonymous GetObject        a     yes policy-allow        tag=status:ok
      anonymous GetObject        a     yes policy-allow        tag=status:done,x:y
      anonymous GetObject        a     no  bucket-acl          tag=status:bad
      anonymous GetObject        a     no  bucket-acl          tag=Status:ok
      anonymous GetObject        a     no  bucket-acl
      anonymous GetObject        a     yes object-acl          tag=status:bad acl=public-read
      owner     GetObject        a     yes bucket-owner        tag=status:bad
      alice     PutObject        a     yes policy-allow        newtag=team:a,Env:test
      alice     PutObject        a     no  bucket-acl          newtag=team:a
      alice     PutObject        a     no  bucket-acl          newtag=team:a,env:test
      alice     GetBucketInfo    -     yes policy-allow        buckettag=open:yes
      alice     GetBucketInfo    -     no  management-by-stranger buckettag=open:no
      alice     GetBucketInfo    -     no  management-by-stranger
      alice     DeleteObject     a     yes policy-allow        tag=level:2
      alice     DeleteObject     a     no  bucket-acl          tag=level:3
      alice     DeleteObject     a     no  bucket-acl          tag=level:two`,
  },
  {
    title: 'numbers',
    setting: {
      alice: [
        allow({ Action: 'oss:GetObject', Resource: objects, Condition: { NumericGreaterThanEquals: { 'oss:object-remaining-retention-days': '30' } } }),
        allow({ Action: 'oss:PutObject', Resource: objects, Condition: { NumericEquals: { 'oss:object-remaining-retention-days': ['1', '2.0'] } } }),
        allow({ Action: 'oss:DeleteObject', Resource: objects, Condition: { NumericNotEquals: { 'oss:object-remaining-retention-days': '7' } } }),
        allow({ Action: 'oss:GetObjectAcl', Resource: objects, Condition: { NumericGreaterThan: { 'oss:object-remaining-retention-days': '-1' } } }),
        allow({ Action: 'oss:PutObjectAcl', Resource: objects, Condition: { NumericLessThanEquals: { 'oss:object-remaining-retention-days': '0' } } }),
      ],
    },
    rows: `
      alice     GetObject        a     yes policy-allow        days=30
      alice     GetObject        a     no  bucket-acl          days=29
      alice     GetObject        a     no  bucket-acl
      alice     PutObject        a     yes policy-allow        days=2
      alice     PutObject        a     no  bucket-acl          days=3
      alice     DeleteObject     a     yes policy-allow        days=8
      alice     DeleteObject     a     no  bucket-acl          days=7
      alice     DeleteObject     a     yes policy-allow
      alice     GetObjectAcl     a     yes policy-allow        days=0
      alice     PutObjectAcl     a     yes policy-allow        days=0
      alice     PutObjectAcl     a     no  management-by-stranger days=1`,
  },
  {
    title: 'several conditions all have to be met',
    setting: {
      acl: 'private',
      bucketPolicy: [
        allow({
          Principal: '*',
          Action: 'oss:GetObject',
          Resource: objects,
          Condition: {
            IpAddress: { 'acs:SourceIp': ['192.0.2.10', '192.0.2.64/26'] },
            StringNotLike: { 'acs:SourceVpc': 'vpc-*' },
            Bool: { 'acs:SecureTransport': 'true' },
          },
        }),
      ],
    },
    rows: `
      anonymous GetObject        a     yes policy-allow        ip=192.0.2.10
      anonymous GetObject        a     yes policy-allow        ip=192.0.2.127
      anonymous GetObject        a     no  bucket-acl          ip=192.0.2.128
      anonymous GetObject        a     no  bucket-acl          ip=192.0.2.10 tls=no
      anonymous GetObject        a     no  bucket-acl          ip=192.0.2.10 vpc=vpc-1
      anonymous GetObject        a     no  bucket-acl          ip=192.0.2.11`,
  },
  {
    title: 'keys that a request does not have, in RAM policies of other services',
    setting: {
      alice: [
        allow({ Action: '*', Resource: '*', Condition: { StringEquals: { 'acs:ResourceTag/team': 'dev' } } }),
        deny({ Action: 'oss:DeleteObject', Resource: '*', Condition: { StringNotEquals: { 'ecs:tag/owner': 'alice' } } }),
        allow({ Action: 'oss:DeleteObject', Resource: '*' }),
        allow({ Action: ['ram:*', 'sts:AssumeRole', 'ecs:Describe*'], Resource: '*' }),
      ],
    },
    rows: `
      alice     GetObject        a     no  bucket-acl
      alice     ListObjects      -     no  management-by-stranger
      alice     DeleteObject     a     no  explicit-deny
      alice     ListBuckets      -     no  no-policy-allows`,
  },
]

import { allow, both, bucket, deny, objects, type Table } from './table.ts'

export const identities: readonly Table[] = [
  {
    title: 'a user with a RAM policy',
    setting: {
      alice: [
        allow({ Action: ['oss:GetObject', 'oss:PutObject'], Resource: 'acs:oss:*:*:data/alice/*' }),
        allow({ Action: 'oss:ListObjects', Resource: bucket, Condition: { StringLike: { 'oss:Prefix': ['alice/*', 'alice'] } } }),
        allow({ Action: 'oss:ListBuckets', Resource: 'acs:oss:*:*:*' }),
        allow({ Action: 'oss:PutBucket', Resource: 'acs:oss:*:*:alice-*' }),
        deny({ Action: 'oss:PutObject', Resource: 'acs:oss:*:*:data/alice/frozen/*' }),
      ],
    },
    rows: `
      alice     GetObject        alice/a        yes policy-allow
      alice     PutObject        alice/a        yes policy-allow
      alice     PutObject        alice/frozen/a no  explicit-deny
      alice     PutObject        alice/frozen/a no  explicit-deny acl=public-read-write
      alice     GetObject        alice/frozen/a yes policy-allow
      alice     DeleteObject     alice/a        no  bucket-acl
      alice     GetObject        bob/a          no  bucket-acl
      alice     ListObjects      -              yes policy-allow  prefix=alice/
      alice     ListObjects      -              yes policy-allow  prefix=alice
      alice     ListObjects      -              no  management-by-stranger prefix=bob/
      alice     ListObjects      -              no  management-by-stranger prefix=-
      alice     ListObjects      -              no  management-by-stranger
      alice     ListBuckets      -              yes policy-allow
      alice     PutBucket        alice-new      yes policy-allow
      alice     PutBucket        bob-new        no  no-policy-allows
      bob       GetObject        alice/a        no  bucket-acl`,
  },
  {
    title: 'RAM policies with an account slot',
    setting: {
      alice: [
        allow({ Action: 'oss:GetObject', Resource: 'acs:oss:*:1000:data/mine' }),
        allow({ Action: 'oss:GetObject', Resource: 'acs:oss:*:2000:data/theirs' }),
        allow({ Action: 'oss:GetObject', Resource: 'acs:oss::1000:data/noregion' }),
        allow({ Action: 'oss:GetObject', Resource: 'acs:oss:oss-cn-hangzhou:1000:data/region' }),
        allow({ Action: 'oss:GetObject', Resource: 'acs:ecs:*:1000:data/machine' }),
        allow({ Action: 'oss:GetObject', Resource: 'acs:*:*:*:data/anything' }),
      ],
    },
    rows: `
      alice     GetObject        mine     yes policy-allow
      alice     GetObject        theirs   no  bucket-acl
      alice     GetObject        noregion yes policy-allow
      alice     GetObject        region   yes policy-allow
      alice     GetObject        machine  no  bucket-acl
      alice     GetObject        anything yes policy-allow`,
  },
  {
    title: 'NotAction and NotResource in RAM policies',
    setting: {
      alice: [
        allow({ NotAction: ['oss:Delete*', 'oss:PutBucketPolicy'], Resource: both }),
        deny({ Action: 'oss:PutObject', NotResource: 'acs:oss:*:*:data/inbox/*' }),
      ],
    },
    rows: `
      alice     GetObject        a        yes policy-allow
      alice     ListObjects      -        yes policy-allow
      alice     PutObject        inbox/a  yes policy-allow
      alice     PutObject        a        no  explicit-deny
      alice     DeleteObject     a        no  bucket-acl
      alice     DeleteBucket     -        no  management-by-stranger
      alice     PutBucketPolicy  -        no  management-by-stranger
      alice     ListBuckets      -        no  no-policy-allows`,
  },
  {
    title: 'the policies of another account never open a bucket, but its Deny counts',
    setting: {
      paula: [allow({ Action: '*', Resource: '*' }), deny({ Action: 'oss:GetObject', Resource: 'acs:oss:*:*:data/no/*' })],
      bucketPolicy: [allow({ Principal: ['2001'], Action: ['oss:GetObject', 'oss:ListObjects'], Resource: both })],
    },
    rows: `
      paula     GetObject        a     yes policy-allow
      paula     GetObject        no/a  no  explicit-deny
      paula     ListObjects      -     yes policy-allow
      paula     PutObject        a     no  bucket-acl
      paula     GetBucketInfo    -     no  management-by-stranger
      paula     PutBucket        p     yes policy-allow
      partner   GetObject        a     no  bucket-acl
      guest     GetObject        a     no  bucket-acl`,
  },
  {
    title: 'a user of another account who has no policies',
    setting: {
      paula: [allow({ Action: 'ecs:*', Resource: '*' })],
      bucketPolicy: [
        allow({ Principal: ['2001'], Action: 'oss:GetObject', Resource: objects }),
        allow({ Principal: '*', Action: 'oss:GetObjectAcl', Resource: objects }),
      ],
    },
    rows: `
      paula     GetObject        a     yes policy-allow
      paula     GetObjectAcl     a     yes policy-allow
      paula     PutObject        a     no  bucket-acl
      paula     ListBuckets      -     no  no-policy-allows`,
  },
  {
    title: 'a role without a session policy',
    setting: { reader: [allow({ Action: ['oss:GetObject', 'oss:ListObjects'], Resource: both }), allow({ Action: 'oss:ListBuckets', Resource: '*' })] },
    rows: `
      reader    GetObject        a     yes policy-allow
      reader    ListObjects      -     yes policy-allow
      reader    ListBuckets      -     yes policy-allow
      reader    PutObject        a     no  bucket-acl
      reader    PutObject        a     yes object-acl          acl=public-read-write
      reader    PutBucket        new   no  no-policy-allows`,
  },
  {
    title: 'a session policy narrows what the role may',
    setting: {
      reader: [allow({ Action: ['oss:GetObject', 'oss:ListObjects', 'oss:ListBuckets'], Resource: '*' })],
      session: [
        allow({ Action: 'oss:*', Resource: 'acs:oss:*:*:data/reports/*' }),
        deny({ Action: 'oss:*', Resource: 'acs:oss:*:*:data/reports/secret/*' }),
      ],
      bucketPolicy: [allow({ Principal: ['arn:sts::1000:assumed-role/reader/*'], Action: 'oss:DeleteObject', Resource: objects })],
    },
    rows: `
      reader    GetObject        reports/a        yes policy-allow
      reader    GetObject        reports/secret/a no  explicit-deny
      reader    GetObject        other/a          no  session-policy
      reader    GetObject        other/a          no  session-policy   acl=public-read
      reader    PutObject        reports/a        no  bucket-acl
      reader    PutObject        reports/a        yes object-acl       acl=public-read-write
      reader    DeleteObject     reports/a        yes policy-allow
      reader    DeleteObject     other/a          no  session-policy
      reader    ListObjects      -                no  session-policy
      reader    ListBuckets      -                no  session-policy`,
  },
  {
    title: 'a session policy alone allows nothing',
    setting: { session: [allow({ Action: 'oss:*', Resource: '*' })] },
    rows: `
      reader    GetObject        a     no  bucket-acl
      reader    ListObjects      -     no  management-by-stranger
      reader    ListBuckets      -     no  no-policy-allows
      reader    GetObject        a     yes object-acl          acl=public-read`,
  },
  {
    title: 'a Deny of a RAM policy beats the bucket policy and the ACL, and the other way round',
    setting: {
      acl: 'public-read-write',
      alice: [deny({ Action: 'oss:GetObject', Resource: 'acs:oss:*:*:data/r/*' }), allow({ Action: 'oss:*', Resource: '*' })],
      reader: [deny({ Action: 'oss:*', Resource: '*' })],
      bucketPolicy: [
        allow({ Principal: ['1001', 'arn:sts::1000:assumed-role/reader/*'], Action: 'oss:*', Resource: both }),
        deny({ Principal: ['1001'], Action: 'oss:GetObject', Resource: 'acs:oss:*:*:data/b/*' }),
      ],
    },
    rows: `
      alice     GetObject        r/a   no  explicit-deny
      alice     GetObject        b/a   no  explicit-deny
      alice     GetObject        a     yes policy-allow
      bob       GetObject        b/a   yes bucket-acl
      reader    GetObject        a     no  explicit-deny
      reader    ListBuckets      -     no  explicit-deny`,
  },
]

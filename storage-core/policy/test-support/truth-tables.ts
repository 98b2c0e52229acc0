import type { Draft, Setting } from './world.ts'

export interface Table {
  readonly title: string
  readonly setting: Setting
  /** who, action, key or `-`, yes or no, the rule that decided, and what is special about the request. */
  readonly rows: string
}

const bucket = 'acs:oss:*:*:data'
const objects = 'acs:oss:*:*:data/*'
const both = [bucket, objects]
const allow = (rest: Draft): Draft => ({ Effect: 'Allow', ...rest })
const deny = (rest: Draft): Draft => ({ Effect: 'Deny', ...rest })
const internet = { StringNotLike: { 'acs:SourceVpc': 'vpc-*' } }

const acls: readonly Table[] = [
  {
    title: 'a private bucket',
    setting: { acl: 'private' },
    rows: `
      owner     ListBuckets      -     yes account-itself
      owner     PutBucket        new   yes account-itself
      owner     ListObjects      -     yes bucket-owner
      owner     GetObject        a     yes bucket-owner
      owner     PutObject        a     yes bucket-owner
      owner     DeleteObjectVersion a  yes bucket-owner
      owner     GetObject        a     yes bucket-owner        acl=private
      alice     ListBuckets      -     no  no-policy-allows
      alice     PutBucket        new   no  no-policy-allows
      alice     ListObjects      -     no  management-by-stranger
      alice     GetObject        a     no  bucket-acl
      alice     PutObject        a     no  bucket-acl
      alice     GetObject        a     yes object-acl          acl=public-read
      alice     PutObjectAcl     a     no  management-by-stranger
      reader    GetObject        a     no  bucket-acl
      reader    ListBuckets      -     no  no-policy-allows
      reader    GetObject        a     yes object-acl          acl=public-read-write
      partner   ListBuckets      -     yes account-itself
      partner   PutBucket        other yes account-itself
      partner   GetObject        a     no  bucket-acl
      partner   GetObject        a     no  object-acl          acl=private
      partner   GetObject        a     yes object-acl          acl=public-read
      partner   PutObject        a     no  object-acl          acl=public-read
      partner   PutObject        a     yes object-acl          acl=public-read-write
      partner   DeleteBucket     -     no  management-by-stranger
      paula     ListBuckets      -     yes policy-allow
      paula     GetObject        a     no  bucket-acl
      paula     ListObjects      -     no  management-by-stranger
      guest     GetObject        a     no  bucket-acl
      guest     DeleteBucket     -     no  management-by-stranger
      anonymous ListBuckets      -     no  anonymous-service
      anonymous PutBucket        new   no  anonymous-service
      anonymous ListObjects      -     no  management-by-stranger
      anonymous GetObject        a     no  bucket-acl
      anonymous GetObject        a     no  bucket-acl          acl=default
      anonymous GetObject        a     yes object-acl          acl=public-read
      anonymous GetObjectVersion a     yes object-acl          acl=public-read
      anonymous DeleteObject     a     no  object-acl          acl=public-read
      anonymous DeleteObject     a     yes object-acl          acl=public-read-write
      anonymous GetObjectAcl     a     no  management-by-stranger acl=public-read-write`,
  },
  {
    title: 'a bucket that everyone may read',
    setting: { acl: 'public-read' },
    rows: `
      owner     PutObject        a     yes bucket-owner
      alice     GetObject        a     yes bucket-acl
      alice     PutObject        a     no  bucket-acl
      bob       GetObjectVersion a     yes bucket-acl
      reader    GetObject        a     yes bucket-acl
      partner   GetObject        a     yes bucket-acl
      partner   GetObject        a     no  object-acl          acl=private
      paula     GetObject        a     yes bucket-acl
      paula     PutObject        a     no  bucket-acl
      guest     GetObject        a     yes bucket-acl
      anonymous GetObject        a     yes bucket-acl
      anonymous GetObject        a     no  object-acl          acl=private
      anonymous GetObject        a     yes bucket-acl          acl=default
      anonymous PutObject        a     no  bucket-acl
      anonymous PutObject        a     yes object-acl          acl=public-read-write
      anonymous ListObjects      -     no  management-by-stranger
      anonymous ListObjectVersions -   no  management-by-stranger
      anonymous GetObjectTagging a     no  management-by-stranger
      anonymous GetBucketAcl     -     no  management-by-stranger`,
  },
  {
    title: 'a bucket that everyone may read and write',
    setting: { acl: 'public-read-write' },
    rows: `
      anonymous GetObject        a     yes bucket-acl
      anonymous PutObject        a     yes bucket-acl
      anonymous DeleteObject     a     yes bucket-acl
      anonymous AbortMultipartUpload a yes bucket-acl
      anonymous PutObject        a     no  object-acl          acl=public-read
      anonymous PutObject        a     no  object-acl          acl=private
      anonymous DeleteObjectVersion a  no  management-by-stranger
      anonymous ListParts        a     no  management-by-stranger
      anonymous PutObjectAcl     a     no  management-by-stranger
      anonymous RestoreObject    a     no  management-by-stranger
      anonymous PutBucketAcl     -     no  management-by-stranger
      anonymous PutLiveChannel   a     no  management-by-stranger
      bob       PutObject        a     yes bucket-acl
      partner   DeleteObject     a     yes bucket-acl
      paula     PutObject        a     yes bucket-acl
      guest     DeleteBucket     -     no  management-by-stranger`,
  },
  {
    title: 'public access blocked, under public ACLs',
    setting: { acl: 'public-read-write', blockPublicAccess: true },
    rows: `
      owner     GetObject        a     yes bucket-owner
      owner     PutObject        a     yes bucket-owner
      alice     GetObject        a     no  public-access-blocked
      partner   GetObject        a     no  public-access-blocked
      paula     PutObject        a     no  public-access-blocked
      anonymous GetObject        a     no  public-access-blocked
      anonymous GetObject        a     no  public-access-blocked acl=public-read
      anonymous PutObject        a     no  public-access-blocked acl=public-read
      anonymous GetObject        a     no  object-acl          acl=private
      anonymous ListObjects      -     no  management-by-stranger`,
  },
]

const bucketPolicies: readonly Table[] = [
  {
    title: 'everyone may read docs/ by policy',
    setting: { bucketPolicy: [allow({ Principal: '*', Action: 'oss:GetObject', Resource: 'acs:oss:*:*:data/docs/*' })] },
    rows: `
      owner     GetObject        docs/a  yes bucket-owner
      alice     GetObject        docs/a  yes policy-allow
      bob       GetObject        docs/a/b/c yes policy-allow
      reader    GetObject        docs/a  yes policy-allow
      partner   GetObject        docs/a  yes policy-allow
      paula     GetObject        docs/a  yes policy-allow
      guest     GetObject        docs/a  yes policy-allow
      anonymous GetObject        docs/a  yes policy-allow
      anonymous GetObject        docs/a  yes policy-allow      acl=private
      anonymous GetObject        docs/   yes policy-allow
      anonymous GetObject        docs    no  bucket-acl
      anonymous GetObject        Docs/a  no  bucket-acl
      anonymous GetObject        xdocs/a no  bucket-acl
      anonymous GetObject        docs%2Fa no bucket-acl
      anonymous GetObject        /docs/a no  bucket-acl
      anonymous GetObject        a/../docs/a no bucket-acl
      anonymous GetObject        docs/../a yes policy-allow
      anonymous GetObject        data/docs/a no bucket-acl
      anonymous GetObjectVersion docs/a  no  bucket-acl
      anonymous PutObject        docs/a  no  bucket-acl
      anonymous ListObjects      -       no  management-by-stranger
      alice     PutObject        docs/a  no  bucket-acl`,
  },
  {
    title: 'an empty list of principals stands for everyone',
    setting: { bucketPolicy: [allow({ Principal: [], Action: ['oss:Get*'], Resource: both })] },
    rows: `
      anonymous GetObject        a     yes policy-allow
      anonymous GetObjectAcl     a     yes policy-allow
      anonymous GetBucketInfo    -     yes policy-allow
      anonymous ListObjects      -     no  management-by-stranger
      partner   GetBucketAcl     -     yes policy-allow
      bob       GetObjectTagging a     yes policy-allow
      anonymous GetObject        a     yes policy-allow        acl=private`,
  },
  {
    title: 'a user, a foreign account, a foreign user and a session by name',
    setting: {
      bucketPolicy: [
        allow({ Principal: ['1001'], Action: 'oss:PutObject', Resource: objects }),
        allow({ Principal: ['2000'], Action: ['oss:GetObject', 'oss:ListObjects'], Resource: both }),
        allow({ Principal: '2001', Action: 'oss:GetObject', Resource: objects }),
        allow({ Principal: ['arn:sts::1000:assumed-role/reader/monday'], Action: 'oss:GetObject', Resource: objects }),
        allow({ Principal: ['arn:sts::2000:assumed-role/guest/*'], Action: 'oss:DeleteObject', Resource: objects }),
      ],
    },
    rows: `
      alice     PutObject        a     yes policy-allow
      alice     GetObject        a     no  bucket-acl
      bob       PutObject        a     no  bucket-acl
      partner   GetObject        a     yes policy-allow
      partner   ListObjects      -     yes policy-allow
      partner   PutObject        a     no  bucket-acl
      paula     GetObject        a     yes policy-allow
      paula     ListObjects      -     no  management-by-stranger
      reader    GetObject        a     yes policy-allow
      reader    DeleteObject     a     no  bucket-acl
      guest     DeleteObject     a     yes policy-allow
      guest     GetObject        a     no  bucket-acl
      anonymous GetObject        a     no  bucket-acl`,
  },
  {
    title: 'a session of another name, a role of another account, letter case in a role',
    setting: {
      bucketPolicy: [
        allow({
          Principal: [
            'arn:sts::1000:assumed-role/reader/friday',
            'arn:sts::2000:assumed-role/reader/monday',
            'arn:sts::1000:assumed-role/Reader/*',
            'arn:sts::2000:assumed-role/guest/Tuesday',
          ],
          Action: 'oss:*',
          Resource: both,
        }),
      ],
    },
    rows: `
      reader    GetObject        a     no  bucket-acl
      reader    ListObjects      -     no  management-by-stranger
      guest     GetObject        a     no  bucket-acl`,
  },
  {
    title: 'a Deny for everyone without a condition spares the owner',
    setting: {
      acl: 'public-read-write',
      bucketPolicy: [deny({ Principal: '*', Action: 'oss:DeleteObject*', Resource: objects })],
      alice: [allow({ Action: 'oss:*', Resource: '*' })],
    },
    rows: `
      owner     DeleteObject     a     yes bucket-owner
      owner     DeleteObjectVersion a  yes bucket-owner
      alice     DeleteObject     a     no  explicit-deny
      alice     DeleteObjectVersion a  no  explicit-deny
      alice     DeleteObjectTagging a  no  explicit-deny
      alice     PutObject        a     yes policy-allow
      reader    DeleteObject     a     no  explicit-deny
      partner   DeleteObject     a     no  explicit-deny
      paula     DeleteObject     a     no  explicit-deny
      anonymous DeleteObject     a     no  explicit-deny
      anonymous DeleteObject     a     no  explicit-deny       acl=public-read-write
      anonymous PutObject        a     yes bucket-acl`,
  },
  {
    title: 'a Deny for everyone with a condition does not spare the owner',
    setting: {
      bucketPolicy: [deny({ Principal: '*', Action: 'oss:*', Resource: both, Condition: { Bool: { 'acs:SecureTransport': 'false' } } })],
    },
    rows: `
      owner     GetObject        a     yes bucket-owner        tls=yes
      owner     GetObject        a     no  explicit-deny       tls=no
      owner     PutBucketPolicy  -     no  explicit-deny       tls=no
      owner     ListBuckets      -     yes account-itself      tls=no
      alice     GetObject        a     no  explicit-deny       tls=no
      anonymous GetObject        a     no  explicit-deny       tls=no
      anonymous GetObject        a     yes object-acl          tls=yes acl=public-read
      anonymous GetObject        a     no  explicit-deny       tls=no acl=public-read`,
  },
  {
    title: 'a Deny that names the owner stops the owner alone',
    setting: {
      acl: 'public-read',
      bucketPolicy: [deny({ Principal: [ownerUid()], Action: 'oss:GetObject', Resource: 'acs:oss:*:*:data/secret/*' })],
    },
    rows: `
      owner     GetObject        secret/a no  explicit-deny
      owner     GetObject        open/a   yes bucket-owner
      owner     PutObject        secret/a yes bucket-owner
      alice     GetObject        secret/a yes bucket-acl
      reader    GetObject        secret/a yes bucket-acl
      anonymous GetObject        secret/a yes bucket-acl
      partner   GetObject        secret/a yes bucket-acl`,
  },
  {
    title: 'everyone and the owner in one list name the owner',
    setting: { bucketPolicy: [deny({ Principal: ['*', ownerUid()], Action: 'oss:DeleteBucket', Resource: bucket })] },
    rows: `
      owner     DeleteBucket     -     no  explicit-deny
      owner     GetBucketInfo    -     yes bucket-owner
      alice     DeleteBucket     -     no  explicit-deny
      anonymous DeleteBucket     -     no  explicit-deny`,
  },
  {
    title: 'a Deny beats an Allow, in whatever order',
    setting: {
      bucketPolicy: [
        allow({ Principal: '*', Action: 'oss:GetObject', Resource: objects }),
        deny({ Principal: '*', Action: 'oss:GetObject', Resource: 'acs:oss:*:*:data/private/*' }),
        allow({ Principal: '*', Action: 'oss:GetObject', Resource: 'acs:oss:*:*:data/private/open/*' }),
      ],
    },
    rows: `
      anonymous GetObject        a              yes policy-allow
      anonymous GetObject        private/a      no  explicit-deny
      anonymous GetObject        private/open/a no  explicit-deny
      anonymous GetObject        private        yes policy-allow
      partner   GetObject        private/a      no  explicit-deny
      owner     GetObject        private/a      yes bucket-owner`,
  },
  {
    title: 'resources: account and bucket slots, wildcards inside keys, letter case',
    setting: {
      bucketPolicy: [
        allow({ Principal: ['1001'], Action: 'OSS:getOBJECT', Resource: 'acs:oss:*:1000:data/*/photo-*.jpg' }),
        allow({ Principal: ['1002'], Action: 'oss:GetObject', Resource: 'acs:oss:*:*:da*/x' }),
        allow({ Principal: ['2000'], Action: 'oss:*Object', Resource: '*' }),
        allow({ Principal: ['2001'], Action: 'oss:GetObject', Resource: 'acs:oss:*:*:data/a?b' }),
      ],
    },
    rows: `
      alice     GetObject        2026/photo-1.jpg      yes policy-allow
      alice     GetObject        2026/01/photo-1.jpg   yes policy-allow
      alice     GetObject        2026/photo-.jpg       yes policy-allow
      alice     GetObject        2026/Photo-1.jpg      no  bucket-acl
      alice     GetObject        photo-1.jpg           no  bucket-acl
      alice     GetObject        2026/photo-1.jpeg     no  bucket-acl
      bob       GetObject        x                     yes policy-allow
      bob       GetObject        y/x                   yes policy-allow
      bob       GetObject        xx                    no  bucket-acl
      partner   GetObject        a                     yes policy-allow
      partner   PutObject        a                     yes policy-allow
      partner   RestoreObject    a                     yes policy-allow
      partner   ListObjects      -                     no  management-by-stranger
      paula     GetObject        a?b                   yes policy-allow
      paula     GetObject        axb                   no  bucket-acl`,
  },
  {
    title: 'public access blocked, under a policy for everyone and for some',
    setting: {
      blockPublicAccess: true,
      bucketPolicy: [
        allow({ Principal: '*', Action: 'oss:GetObject', Resource: objects }),
        allow({ Principal: ['2000'], Action: 'oss:ListObjects', Resource: bucket }),
        allow({
          Principal: '*',
          Action: 'oss:PutObject',
          Resource: objects,
          Condition: { IpAddress: { 'acs:SourceIp': '192.0.2.0/24' }, ...internet },
        }),
        deny({ Principal: '*', Action: 'oss:DeleteObject', Resource: objects }),
      ],
      alice: [allow({ Action: 'oss:GetObject', Resource: '*' })],
    },
    rows: `
      owner     GetObject        a     yes bucket-owner
      alice     GetObject        a     yes policy-allow
      bob       GetObject        a     no  bucket-acl
      partner   GetObject        a     no  bucket-acl
      partner   ListObjects      -     yes policy-allow
      anonymous GetObject        a     no  bucket-acl
      anonymous GetObject        a     no  public-access-blocked acl=public-read
      anonymous PutObject        a     yes policy-allow        ip=192.0.2.7
      anonymous PutObject        a     no  bucket-acl          ip=198.51.100.1
      anonymous DeleteObject     a     no  explicit-deny`,
  },
]

function ownerUid(): string {
  return '1000'
}

const identities: readonly Table[] = [
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

const conditions: readonly Table[] = [
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

export const tables: readonly Table[] = [...acls, ...bucketPolicies, ...identities, ...conditions]

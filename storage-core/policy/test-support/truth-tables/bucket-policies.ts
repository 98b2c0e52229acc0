import { ownerId } from '../world.ts'
import { allow, both, bucket, deny, internet, objects, type Table } from './table.ts'

export const bucketPolicies: readonly Table[] = [
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
      bucketPolicy: [deny({ Principal: [ownerId], Action: 'oss:GetObject', Resource: 'acs:oss:*:*:data/secret/*' })],
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
    setting: { bucketPolicy: [deny({ Principal: ['*', ownerId], Action: 'oss:DeleteBucket', Resource: bucket })] },
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

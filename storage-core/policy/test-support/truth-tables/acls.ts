import type { Table } from './table.ts'

export const acls: readonly Table[] = [
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

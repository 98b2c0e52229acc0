import type { BucketRow, ObjectRow, UploadRow } from '../metadata-store.ts'

export function objectRow(changes: Partial<ObjectRow> = {}): ObjectRow {
  return {
    versionId: 'null',
    sequence: 1,
    type: 'Normal',
    sizeBytes: 3,
    etag: '900150983CD24FB0D6963F7D28E17F72',
    crc64: 12345678901234567890n,
    lastModifiedMs: 1_700_000_000_123,
    storageClass: 'Standard',
    acl: 'default',
    content: { kind: 'inline', inlineNumber: 1 },
    headers: {},
    userMetadata: {},
    tags: {},
    ...changes,
  }
}

export function bucketRow(changes: Partial<BucketRow> = {}): BucketRow {
  return {
    bucketId: 1,
    name: 'bucket',
    owner: { id: '1234567890123456', displayName: 'owner' },
    region: 'cn-hangzhou',
    createdMs: 1_700_000_000_000,
    acl: 'private',
    storageClass: 'Standard',
    dataRedundancyType: 'LRS',
    tags: {},
    ...changes,
  }
}

export const uploadRow: UploadRow = {
  key: 'k',
  uploadId: '0000000000000001ABCDEF0123456789',
  uploadNumber: 1,
  initiatedMs: 1_700_000_000_000,
  partCount: 0,
  storageClass: 'IA',
  acl: 'private',
  headers: { 'content-type': 'text/plain' },
  userMetadata: { author: '作者' },
  tags: { stage: 'test' },
}

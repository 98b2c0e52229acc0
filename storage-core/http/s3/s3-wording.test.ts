import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { ossError } from '../../model/oss-error.ts'
import { parseXml, type XmlElement } from '../xml/parse-xml.ts'
import { aclContent, readAcl } from './canned-acl.ts'
import { checksumHeaders, claimedChecksum, withChecksum } from './checksums.ts'
import { S3Error, s3ErrorXml, shownError } from './s3-error.ts'
import { toS3Headers } from './s3-headers.ts'
import { ossStorageClass, s3StorageClass } from './storage-classes.ts'

const owner = { id: '1000', displayName: 'one' }

describe('headers of answers', () => {
  it('are renamed where S3 has them and left out where it does not', () => {
    const answer = ['ETag', '"ABC-2"', 'Content-MD5', 'x', 'x-oss-meta-a', 'b', 'x-oss-version-id', 'null', 'x-oss-hash-crc64ecma', '1']
    expect(toS3Headers([...answer, 'x-oss-object-type', 'Normal', 'x-oss-delete-marker', 'true', 'Content-Range', 'bytes 0-1/2'])).toEqual(
      ['ETag', '"abc-2"', 'x-amz-meta-a', 'b', 'x-amz-version-id', 'null', 'x-amz-delete-marker', 'true', 'Content-Range', 'bytes 0-1/2'],
    )
    expect(toS3Headers(['x-oss-storage-class', 'Standard'])).toEqual([])
    expect(toS3Headers(['x-oss-storage-class', 'Archive'])).toEqual(['x-amz-storage-class', 'GLACIER'])
  })
})

describe('storage classes', () => {
  it('have one name each, and that name leads back where S3 has as many', () => {
    expect(s3StorageClass('ColdArchive')).toBe('GLACIER')
    for (const storageClass of ['Standard', 'IA', 'Archive', 'DeepColdArchive'] as const) {
      expect(ossStorageClass(s3StorageClass(storageClass))).toBe(storageClass)
    }
    expect(() => ossStorageClass('Standard')).toThrow(S3Error)
  })
})

describe('errors', () => {
  it('have the names and numbers of S3', () => {
    expect(shownError(ossError('NotImplemented'))).toMatchObject({ code: 'NotImplemented', status: 501 })
    expect(shownError(ossError('FileAlreadyExists'))).toMatchObject({ code: 'PreconditionFailed', status: 412 })
    expect(shownError(ossError('InvalidDigest'))).toMatchObject({ code: 'BadDigest', status: 400 })
    expect(shownError(ossError('NoSuchKey'))).toMatchObject({ code: 'NoSuchKey', status: 404 })
    expect(shownError(new S3Error('NoSuchTagSet'))).toMatchObject({ code: 'NoSuchTagSet', status: 404 })
  })

  it('are documents that say where', () => {
    const error = ossError('InvalidAccessKeyId', { details: { OSSAccessKeyId: 'AK<' } })
    const xml = s3ErrorXml(error, 'ID', 'host', { bucket: 'pail', key: 'a&b' })
    expect(xml).toContain('<Code>InvalidAccessKeyId</Code>')
    expect(xml).toContain('<AWSAccessKeyId>AK&lt;</AWSAccessKeyId>')
    expect(xml).toContain('<BucketName>pail</BucketName><Key>a&amp;b</Key>')
    expect(xml).toContain('<Resource>/pail/a&amp;b</Resource><RequestId>ID</RequestId><HostId>host</HostId></Error>')
    expect(xml).not.toContain('EC>')
  })
})

describe('ACLs as grants', () => {
  const read = async (content: string): Promise<XmlElement> => parseXml(Buffer.from(`<AccessControlPolicy>${content}</AccessControlPolicy>`), 'AccessControlPolicy')

  it.each(['private', 'public-read', 'public-read-write'] as const)('come back from the grants of %s', async (acl) => {
    expect(readAcl(await read(aclContent(owner, acl)), owner)).toBe(acl)
  })

  it('refuses grants that no canned ACL makes', async () => {
    const content = aclContent(owner, 'public-read')
    for (const changed of [
      content.replace('AllUsers', 'AuthenticatedUsers'),
      content.replace('>READ<', '>READ_ACP<'),
      content.replace('>READ<', '>WRITE<'),
      content.replace('<ID>1000</ID><DisplayName>one</DisplayName></Grantee>', '<ID>2000</ID></Grantee>'),
    ]) {
      expect(changed).not.toBe(content)
      const document = await read(changed)
      expect(() => readAcl(document, owner)).toThrow(expect.objectContaining({ code: 'NotImplemented' }))
    }
  })

  it('refuses documents without grants', async () => {
    const empty = await read('<Owner><ID>1</ID></Owner>')
    expect(() => readAcl(empty, owner)).toThrow(expect.objectContaining({ code: 'MalformedXML' }))
  })
})

describe('checksums of bodies', () => {
  async function* body(text: string) {
    for (const char of text) yield Buffer.from(char)
  }
  async function receive(header: string, value: string, text = '123456789'): Promise<string> {
    const claimed = claimedChecksum({ [header]: value })
    if (claimed === undefined) throw new Error('nothing is claimed')
    let received = ''
    for await (const chunk of withChecksum(body(text), claimed)) received += Buffer.from(chunk).toString()
    return received
  }
  const base64 = (hex: string) => Buffer.from(hex, 'hex').toString('base64')

  // The check values of the catalogue of parametrised CRC algorithms.
  it.each([
    ['crc32', base64('cbf43926')],
    ['crc32c', base64('e3069283')],
    ['crc64nvme', base64('ae8b14860a799888')],
    ['sha1', createHash('sha1').update('123456789').digest('base64')],
    ['sha256', createHash('sha256').update('123456789').digest('base64')],
  ])('holds a body against its %s', async (algorithm, value) => {
    const header = `x-amz-checksum-${algorithm}`
    expect(await receive(header, value)).toBe('123456789')
    await expect(receive(header, value, '123456780')).rejects.toMatchObject({ s3Code: 'BadDigest' })
    expect(checksumHeaders({ [header]: value, 'x-amz-checksum-type': 'FULL_OBJECT' })).toEqual([header, value])
  })

  it('refuses what no body can have, and ignores words about checksums', () => {
    for (const value of ['AAAA', '!!!!!!==']) {
      expect(() => claimedChecksum({ 'x-amz-checksum-crc32': value })).toThrow(expect.objectContaining({ code: 'InvalidArgument' }))
    }
    expect(claimedChecksum({ 'x-amz-checksum-mode': 'ENABLED', 'x-amz-checksum-algorithm': 'CRC32' })).toBeUndefined()
    expect(() => claimedChecksum({ 'x-amz-checksum-sha256': '' })).toThrow(expect.objectContaining({ code: 'InvalidArgument' }))
  })
})

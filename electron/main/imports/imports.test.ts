import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ImportPreview } from '../../contract/imports.ts'
import { systemProxy } from '../../contract/proxy.ts'
import type { StoredProfile } from '../profiles/profile-store.ts'
import { createImporter } from './importer.ts'
import { parseIni } from './ini.ts'
import { parseAws, parseOssbrowser, parseOssutil, parseRclone, parseUnknown } from './parse-files.ts'

const brief = (candidates: ReturnType<typeof parseOssutil>) => candidates.map(({ name, fields, credential, problem }) => [name, fields.endpoint, fields.region, credential.accessKeyId, problem])

describe('files of ossutil', () => {
  it('of the first kind hold one key, and addresses of buckets', () => {
    const text = '[Credentials]\r\nlanguage=EN\r\nendpoint=oss-cn-hangzhou.aliyuncs.com\r\naccessKeyID=LTAI1\r\naccessKeySecret=s=1\r\nstsToken=tok\r\n[Bucket-Endpoint]\r\nfar-bucket=oss-cn-beijing.aliyuncs.com\r\n[Bucket-Cname]\r\nsite-bucket=files.example.com\r\n'
    const [first, far, site] = parseOssutil(text)
    expect(first).toMatchObject({ fields: { kind: 'oss', endpoint: 'https://oss-cn-hangzhou.aliyuncs.com', region: 'cn-hangzhou', signatureVersion: 'v4' }, credential: { accessKeyId: 'LTAI1', accessKeySecret: 's=1', securityToken: 'tok' } })
    expect(far).toMatchObject({ fields: { presetPath: 'far-bucket', region: 'cn-beijing', addressing: 'automatic' } })
    expect(site).toMatchObject({ fields: { presetPath: 'site-bucket', endpoint: 'https://files.example.com', addressing: 'customDomain' } })
  })

  it('of the second kind hold profiles, of which some cannot be taken over, and say why', () => {
    const text = `[default]
accessKeyID=LTAI1
accessKeySecret=s1
region=cn-shanghai
[profile dev]
mode=StsToken
access-key-id=LTAI2
access-key-secret=s2
sts-token=t
endpoint=http://127.0.0.1:9000
region=cn-hangzhou
addressingStyle=path
[profile child]
source-profile=default
region=cn-beijing
[profile ecs]
mode=EcsRamRole
[profile arn]
mode=RamRoleArn
accessKeyID=LTAI3
accessKeySecret=s3
[profile proc]
mode=Process
[profile half]
accessKeyID=LTAI4
region=cn-hangzhou`
    expect(brief(parseOssutil(text))).toEqual([
      ['default', 'https://oss-cn-shanghai.aliyuncs.com', 'cn-shanghai', 'LTAI1', undefined],
      ['dev', 'http://127.0.0.1:9000', 'cn-hangzhou', 'LTAI2', undefined],
      ['child', 'https://oss-cn-beijing.aliyuncs.com', 'cn-beijing', 'LTAI1', undefined],
      ['ecs', '', '', '', 'role'],
      ['arn', '', '', 'LTAI3', 'role'],
      ['proc', '', '', '', 'process'],
      ['half', 'https://oss-cn-hangzhou.aliyuncs.com', 'cn-hangzhou', 'LTAI4', 'incomplete'],
    ])
  })
})

describe('files of the AWS tools', () => {
  const config = `[default]
region = eu-west-1
[profile ceph]
services = here
s3 =
  addressing_style = path
[services here]
s3 =
  endpoint_url = https://rgw.example.com
[profile minio]
endpoint_url = http://127.0.0.1:9001
[profile work]
sso_session = corp
[sso-session corp]
sso_start_url = https://corp.awsapps.com/start
[profile other]
role_arn = arn:aws:iam::1:role/x
source_profile = default
[profile vault]
credential_process = /usr/bin/vault`
  const credentials = '[default]\naws_access_key_id = AKIA1\naws_secret_access_key = s/1+\n[ceph]\naws_access_key_id=AKIA2\naws_secret_access_key=s2\naws_session_token=t\n[minio]\naws_access_key_id=AKIA3\naws_secret_access_key=s3'

  it('belong together, and say what cannot be taken over', () => {
    const candidates = parseAws([config, credentials])
    expect(brief(candidates)).toEqual([
      ['aws default', 'https://s3.eu-west-1.amazonaws.com', 'eu-west-1', 'AKIA1', undefined],
      ['aws ceph', 'https://rgw.example.com', 'us-east-1', 'AKIA2', undefined],
      ['aws minio', 'http://127.0.0.1:9001', 'us-east-1', 'AKIA3', undefined],
      ['aws work', expect.any(String), 'us-east-1', '', 'sso'],
      ['aws other', expect.any(String), 'us-east-1', '', 'role'],
      ['aws vault', expect.any(String), 'us-east-1', '', 'process'],
    ])
    expect(candidates[1]).toMatchObject({ fields: { addressing: 'path', kind: 's3' }, credential: { securityToken: 't' } })
  })
})

describe('files of rclone', () => {
  it('hold remotes, of which those of S3 are taken', () => {
    const text = '[oss]\ntype = s3\nprovider = Alibaba\naccess_key_id = LTAI1\nsecret_access_key = s\nendpoint = oss-cn-hangzhou.aliyuncs.com\n[minio]\ntype = s3\nprovider = Minio\naccess_key_id = m\nsecret_access_key = s\nendpoint = http://127.0.0.1:9001\n[drive]\ntype = drive\n[env]\ntype = s3\nprovider = AWS\nenv_auth = true'
    expect(brief(parseRclone(text))).toEqual([
      ['oss', 'https://oss-cn-hangzhou.aliyuncs.com', 'cn-hangzhou', 'LTAI1', undefined],
      ['minio', 'http://127.0.0.1:9001', 'us-east-1', 'm', undefined],
      ['env', 'https://s3.us-east-1.amazonaws.com', 'us-east-1', '', 'environment'],
    ])
    expect(parseRclone(text)[1]?.fields.addressing).toBe('path')
  })
})

describe('an authorisation code in a file', () => {
  it('is one connection, which may have ended', () => {
    const text = btoa(JSON.stringify({ id: 'STS.1', secret: 's', stoken: 't', expiration: '2026-01-01T00:00:00Z', region: 'oss-cn-beijing', osspath: 'oss://team/reports/', privilege: 'readOnly' }))
    expect(parseOssbrowser(text, 0)).toMatchObject([{ name: 'team/reports', fields: { presetPath: 'team/reports/', readOnly: true }, credential: { privilege: 'readOnly' } }])
    expect(parseOssbrowser(text, 0)[0]).not.toHaveProperty('problem')
    expect(parseOssbrowser(text, Date.UTC(2027, 0, 1))[0]?.problem).toBe('expired')
  })
})

describe('whatever is in a file', () => {
  const pieces = fc.constantFrom('[', ']', '[Credentials]\n', '[profile x]\n', 'accessKeyID=', 'type = s3\n', 'aws_access_key_id=', '  s3.x = ', '=', '\n', '\r', ' ', '\u0000', 'mode=Process\n', '__proto__=', 'a', '密')

  it('is read without breaking, in bounds, and what can be taken over is well-formed', () => {
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 200 }).map((parts) => parts.join('')), (text) => {
        for (const candidates of [parseOssutil(text), parseAws([text]), parseRclone(text), parseUnknown(text, 0)?.candidates ?? []]) {
          expect(candidates.length).toBeLessThanOrEqual(500)
          for (const { problem, credential } of candidates) if (problem === undefined) expect(credential.accessKeySecret).toMatch(/^[\u0021-\u007e]+$/)
        }
      }),
    )
  })

  it('has its limits', () => {
    expect(parseIni('[a]\n'.repeat(100_000)).length).toBe(1000)
    expect(parseIni(`[a]\n${'k=v\n'.repeat(100_000)}`)[0]?.entries.length).toBe(1000)
    expect(parseUnknown('hello', 0)).toBeUndefined()
  })
})

describe('the importer', () => {
  const files: Record<string, string> = {
    '/home/ada/.ossutilconfig': '[Credentials]\nendpoint=oss-cn-hangzhou.aliyuncs.com\naccessKeyID=LTAI1\naccessKeySecret=verySecret\n[Bucket-Cname]\nsite-bucket=files.example.com\n',
    '/home/ada/.aws/credentials': '[default]\naws_access_key_id=AKIA1\naws_secret_access_key=verySecret\n',
    '/home/ada/big': `[Credentials]\n${'x'.repeat(1024 * 1024)}`,
  }
  const existing = [{ profileId: 'p', accessKeyId: 'LTAI1', fields: { name: 'Archive', endpoint: 'oss-cn-hangzhou.aliyuncs.com', presetPath: '', proxy: systemProxy } }] as unknown as StoredProfile[]
  const importer = () =>
    createImporter({
      homeFolder: '/home/ada',
      environment: {},
      existing: () => existing,
      newId: () => 'import-1',
      readFile: (file, maxBytes) => (file in files ? Promise.resolve(Buffer.from(files[file] ?? '').subarray(0, maxBytes)) : Promise.reject(new Error('ENOENT'))),
    })

  it('finds what is there', async () => {
    expect(await importer().find()).toEqual([
      { source: 'ossutil', files: ['~/.ossutilconfig'] },
      { source: 'aws', files: ['~/.aws/credentials'] },
    ])
  })

  it('shows entries without their secrets, and which of them are there already', async () => {
    const own = importer()
    const preview = await own.openFound('ossutil')
    expect(ImportPreview.parse(preview)).toEqual(preview)
    expect(JSON.stringify(preview)).not.toContain('verySecret')
    expect(preview.rows.map(({ name, conflict }) => [name, conflict])).toEqual([
      ['ossutil', 'Archive'],
      ['site-bucket', undefined],
    ])
    expect(own.take('import-1', [1, 1, 7])).toMatchObject([{ rowId: 1, credential: { accessKeySecret: 'verySecret' } }])
    expect(() => own.take('another', [1])).toThrow()
    own.forget()
    expect(() => own.take('import-1', [1])).toThrow()
  })

  it('refuses a file that is too large or of no tool it knows', async () => {
    await expect(importer().openFile('/home/ada/big')).rejects.toMatchObject({ wire: { code: 'ImportUnreadable' } })
    await expect(importer().openFile('/home/ada/gone')).rejects.toMatchObject({ wire: { code: 'ImportUnreadable' } })
    expect((await importer().openFile('/home/ada/.aws/credentials')).source).toBe('aws')
  })
})

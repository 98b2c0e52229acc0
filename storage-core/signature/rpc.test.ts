import { describe, expect, it } from 'vitest'
import { canonicalRequestAcs3, sha256Hex, signAcs3, signRpc, stringToSignRpc } from './rpc.ts'

describe('signatures of requests to RAM and STS', () => {
  it('of version 1.0 are those of the documentation\'s example', () => {
    const text = stringToSignRpc('GET', [
      ['Timestamp', '2016-02-23T12:46:24Z'],
      ['Format', 'XML'],
      ['AccessKeyId', 'testid'],
      ['Action', 'DescribeRegions'],
      ['SignatureMethod', 'HMAC-SHA1'],
      ['SignatureNonce', '3ee8c1b8-83d3-44af-a94f-4e0ad82fd6cf'],
      ['Version', '2014-05-26'],
      ['SignatureVersion', '1.0'],
    ])
    expect(text).toBe(
      'GET&%2F&AccessKeyId%3Dtestid%26Action%3DDescribeRegions%26Format%3DXML%26SignatureMethod%3DHMAC-SHA1%26SignatureNonce%3D3ee8c1b8-83d3-44af-a94f-4e0ad82fd6cf%26SignatureVersion%3D1.0%26Timestamp%3D2016-02-23T12%253A46%253A24Z%26Version%3D2014-05-26',
    )
    expect(signRpc('testsecret', text)).toBe('OLeaidS1JvxuMvnyHOwuJ+uX5qY=')
  })
  it('of ACS3-HMAC-SHA256 are those of the documentation\'s example', () => {
    const headers = {
      host: 'ecs.cn-shanghai.aliyuncs.com',
      'x-acs-action': 'RunInstances',
      'x-acs-content-sha256': sha256Hex(''),
      'x-acs-date': '2023-10-26T10:22:32Z',
      'x-acs-signature-nonce': '3156853299f313e23d1673dc12e1703d',
      'x-acs-version': '2014-05-26',
    }
    const query = [['ImageId', 'win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd'], ['RegionId', 'cn-shanghai']] as const
    const text = canonicalRequestAcs3({ method: 'POST', query, headers, signedHeaders: Object.keys(headers), payloadHash: sha256Hex('') })
    expect(signAcs3('YourAccessKeySecret', text)).toBe('06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0')
  })
})

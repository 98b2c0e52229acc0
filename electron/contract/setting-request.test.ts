import { describe, expect, it } from 'vitest'
import type { BucketSetting } from './bucket-settings.ts'
import { settingRequest } from './setting-request.ts'

const rule = { allowedOrigins: ['https://a.example', '*'], allowedMethods: ['GET' as const], allowedHeaders: ['x-<y>'], exposeHeaders: [], maxAgeSeconds: 5 }

describe('settingRequest', () => {
  it('writes a document in the elements and the order of the service', () => {
    expect(settingRequest('oss', { name: 'cors', rules: [rule], responseVary: true })).toEqual({
      method: 'PUT',
      subresource: 'cors',
      headers: { 'content-type': 'application/xml' },
      body:
        '<?xml version="1.0" encoding="UTF-8"?><CORSConfiguration><CORSRule><AllowedOrigin>https://a.example</AllowedOrigin><AllowedOrigin>*</AllowedOrigin>' +
        '<AllowedMethod>GET</AllowedMethod><AllowedHeader>x-&#60;y&#62;</AllowedHeader><MaxAgeSeconds>5</MaxAgeSeconds></CORSRule><ResponseVary>true</ResponseVary></CORSConfiguration>',
    })
  })

  it('takes a setting away that is empty', () => {
    const empty: readonly BucketSetting[] = [{ name: 'cors', rules: [], responseVary: true }, { name: 'tags', tags: {} }, { name: 'policy', text: null }]
    for (const setting of empty) {
      expect(settingRequest('oss', setting)).toMatchObject({ method: 'DELETE', headers: {} })
    }
    expect(settingRequest('oss', { name: 'tags', tags: {} }).subresource).toBe('tagging')
  })

  it('says in S3 what S3 says otherwise', () => {
    expect(settingRequest('oss', { name: 'acl', acl: 'public-read' })).toEqual({ method: 'PUT', subresource: 'acl', headers: { 'x-oss-acl': 'public-read' } })
    expect(settingRequest('s3', { name: 'acl', acl: 'public-read' }).headers).toEqual({ 'x-amz-acl': 'public-read' })
    expect(settingRequest('s3', { name: 'publicAccessBlock', blockPublicAccess: true }).body?.match(/>true</g)).toHaveLength(4)
    expect(settingRequest('s3', { name: 'cors', rules: [rule], responseVary: true }).body).not.toContain('ResponseVary')
  })
})

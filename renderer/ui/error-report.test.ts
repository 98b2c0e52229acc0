import { describe, expect, it } from 'vitest'
import { errorTable, type OssErrorCode } from '../../storage-core/model/error-table.ts'
import { causeOf } from './error-cause.ts'
import { errorReport } from './error-report.ts'
import { createI18n, languages } from './i18n/index.ts'

const failure = {
  code: 'SignatureDoesNotMatch',
  message: 'at https://b.oss.example/k?Expires=1&OSSAccessKeyId=LTAI5t&Signature=topsecret%3D',
  status: 403,
  retryable: false,
  requestId: '5C3D9175B6FC201293AD****',
  hostId: 'b.oss-cn-hangzhou.aliyuncs.com',
  ec: '0002-00000040',
  details: { SecurityToken: 'x-oss-security-token=CAISxyz', Header: 'Authorization: OSS LTAI5t:abcdef=' },
}

describe('errorReport', () => {
  it('says what, why and what to do, with every id, and no secret', () => {
    const report = errorReport(failure, createI18n('en').t, 0)
    for (const part of ['Likely cause: The AccessKey Secret is wrong', 'Next step: ', 'Code: SignatureDoesNotMatch', 'EC: 0002-00000040', 'Request id: 5C3D', 'Host id: b.oss-cn', 'HTTP status: 403', '1970-01-01T00:00:00.000Z']) {
      expect(report).toContain(part)
    }
    for (const secret of ['topsecret', 'LTAI5t', 'CAISxyz', 'abcdef']) expect(report).not.toContain(secret)
  })

  it.each(languages)('has a cause in %s for every code of the table, and for those it does not know', (language) => {
    const { t } = createI18n(language)
    for (const code of Object.keys(errorTable) as OssErrorCode[]) expect(t(`errorCauses.${causeOf({ code, status: errorTable[code].status })}`)).toMatch(/[.。]$/)
    expect([causeOf({ code: 'New', status: 503 }), causeOf({ code: 'New', status: 400 }), causeOf({ code: 'New', status: 0 })]).toEqual(['service', 'request', 'app'])
  })
})

import { describe, expect, it } from 'vitest'
import { parseCompletedParts } from './completed-parts.ts'

const etag = 'A'.repeat(32)
const parse = (text: string) => parseCompletedParts(Buffer.from(text))
const one = (number: string, tag: string) => `<Part><PartNumber>${number}</PartNumber><ETag>${tag}</ETag></Part>`
const document = (...parts: string[]) => `<CompleteMultipartUpload>${parts.join('')}</CompleteMultipartUpload>`

describe('the document of CompleteMultipartUpload', () => {
  it.each([
    ['as SDKs write it', document(one('1', `"${etag}"`), one('2', `"${etag}"`))],
    ['with escaped quotes', document(one('1', `&quot;${etag}&quot;`), one('2', `&#34;${etag}&#34;`))],
    ['without quotes', document(one('1', etag), one('2', etag))],
    ['with a declaration and line ends', `<?xml version="1.0" encoding="UTF-8"?>\r\n${document(`\n  ${one(' 1 ', `"${etag}"`)}\n`, one('2', `\n"${etag}" `))}\n`],
    ['with the elements the other way round', document(`<Part><ETag>"${etag}"</ETag><PartNumber>1</PartNumber></Part>`, one('2', etag))],
    ['with a comment, a namespace and more in a part', `<CompleteMultipartUpload xmlns="x"><!-- c -->${one('1', etag)}<Part><PartNumber>2</PartNumber><ETag>${etag}</ETag><Size>1</Size></Part></CompleteMultipartUpload>`],
    [
      'as S3 tools write it, with what is no checksum',
      `<CompleteMultipartUpload xmlns="http://s3.example/"><Part><ETag>&quot;${etag}&quot;</ETag><PartNumber>1</PartNumber></Part><Part><ETag>"${etag}"</ETag><ChecksumXYZ>Lb1nAmRU5LE=</ChecksumXYZ><PartNumber>2</PartNumber></Part></CompleteMultipartUpload>`,
    ],
    ['in CDATA', document(one('1', `<![CDATA["${etag}"]]>`), one('2', etag))],
  ])('is read %s', async (_, text) => {
    expect(await parse(text)).toEqual([{ partNumber: 1, etag }, { partNumber: 2, etag }])
  })

  it.each([
    ['in the form of the SDKs', (number: number, sum: string) => `<Part><ETag>"${etag}"</ETag>${sum}<PartNumber>${String(number)}</PartNumber></Part>`],
    ['in another', (number: number, sum: string) => `<Part><PartNumber>${String(number)}</PartNumber>${sum}<ETag>${etag}</ETag></Part>`],
  ])('says the checksums of S3 %s', async (_, part) => {
    const text = document(part(1, '<ChecksumCRC64NVME>Lb1nAmRU5LE=</ChecksumCRC64NVME>'), part(2, '<ChecksumSHA1>\nx+/=</ChecksumSHA1>'), part(3, ''))
    expect(await parse(text)).toEqual([
      { partNumber: 1, etag, checksum: { algorithm: 'crc64nvme', value: 'Lb1nAmRU5LE=' } },
      { partNumber: 2, etag, checksum: { algorithm: 'sha1', value: 'x+/=' } },
      { partNumber: 3, etag },
    ])
  })

  it('keeps the order and the case of what is written', async () => {
    expect(await parse(document(one('9', 'ab'), one('2', '"cD"')))).toEqual([{ partNumber: 9, etag: 'ab' }, { partNumber: 2, etag: 'cD' }])
  })

  it.each([
    '',
    'text',
    document(),
    document(one('', etag)),
    document(one('x', etag)),
    document(one('-1', etag)),
    document(one('1', '')),
    document('<Part><PartNumber>1</PartNumber></Part>'),
    document(one('1', etag)).slice(0, -1),
    document(one('1', etag)) + 'x',
    document('x', one('1', etag)),
    `<Other>${one('1', etag)}</Other>`,
    `<!DOCTYPE a [<!ENTITY b "c">]>${document(one('1', '&b;'))}`,
  ])('is refused as %j', async (text) => {
    await expect(parse(text)).rejects.toMatchObject({ code: 'MalformedXML', ec: '0042-00000205' })
  })

  it('of ten thousand parts is read whole', async () => {
    const text = document(...Array.from({ length: 10_000 }, (_, i) => one(String(i + 1), `"${etag}"`)))
    const parts = await parse(text)
    expect([parts.length, parts.at(-1)]).toEqual([10_000, { partNumber: 10_000, etag }])
  })
})

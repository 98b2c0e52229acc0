import { describe, expect, it } from 'vitest'
import { parseXml } from './parse-xml.ts'
import { readPlainDelete } from './plain-delete.ts'

const object = (key: string) => `<Object><Key>${key}</Key></Object>`
const generally = async (text: string) => parseXml(Buffer.from(text), 'Delete')
const asList = ({ Object: objects, ...rest }: Awaited<ReturnType<typeof generally>>) => ({ ...rest, Object: Array.isArray(objects) ? objects : [objects] })

const plain = [
  `<Delete>${object('a')}</Delete>`,
  `<?xml version="1.0" encoding="UTF-8"?><Delete><Quiet>false</Quiet>${object('a')}${object('b/c d')}</Delete>`,
  `<?xml version="1.0" encoding="UTF-8"?>\n<Delete>\n  <Quiet>true</Quiet>\n  <Object>\n    <Key> spaced </Key>\n  </Object>\n</Delete>\n`,
  `<Delete>${object('héllo/キー')}${object('q"u\'o>te')}<Quiet>true</Quiet></Delete>`,
  `<Delete xmlns="http://doc.example/">${object('a')}</Delete>`,
  `<Delete>${object('')}${object('1.0')}${object('true')}</Delete>`,
]
const others = [
  `<Delete>${object('a&amp;b')}</Delete>`,
  `<Delete>${object('a\r\nb')}</Delete>`,
  `<Delete><Object><Key>a</Key><VersionId>null</VersionId></Object></Delete>`,
  `<Delete xmlns="a" other="b">${object('a')}</Delete>`,
  `<Delete>${object('<![CDATA[a]]>')}</Delete>`,
  `<Delete><!-- all of them -->${object('a')}</Delete>`,
  `<Delete><Quiet>true</Quiet>${object('a')}<Quiet>true</Quiet></Delete>`,
  `<Delete>${object('a')}`,
  `<Delete>${object('a')}</Delete><Delete/>`,
  `<!DOCTYPE Delete><Delete>${object('a')}</Delete>`,
  `<Delete>text${object('a')}</Delete>`,
  '',
]

describe('a plain list of keys to delete', () => {
  it.each(plain)('reads %j as the general parser does', async (text) => {
    const read = readPlainDelete(text)
    expect(read === undefined ? undefined : asList(read)).toEqual(asList(await generally(text)))
  })

  it.each(others)('leaves %j to the general parser', (text) => {
    expect(readPlainDelete(text)).toBeUndefined()
  })
})

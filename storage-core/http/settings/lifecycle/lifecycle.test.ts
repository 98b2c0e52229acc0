import { describe, expect, it } from 'vitest'
import type { LifecycleConfiguration } from '../../../model/lifecycle.ts'
import { isOssError } from '../../../model/oss-error.ts'
import { parseXml } from '../../xml/parse-xml.ts'
import { lifecycleXml } from './lifecycle-xml.ts'
import { readLifecycleConfiguration } from './read-lifecycle.ts'

async function read(rules: string, allowOverlap = false): Promise<LifecycleConfiguration> {
  const text = `<LifecycleConfiguration>${rules}</LifecycleConfiguration>`
  return readLifecycleConfiguration(await parseXml(Buffer.from(text), 'LifecycleConfiguration'), { allowOverlap })
}

async function refusal(rules: string, allowOverlap = false): Promise<string> {
  try {
    await read(rules, allowOverlap)
    return 'taken'
  } catch (error) {
    if (!isOssError(error)) throw error
    return `${error.code} ${error.ec ?? ''}`.trim()
  }
}

const rule = (content: string, prefix = 'a', id = '') => `<Rule><ID>${id}</ID><Prefix>${prefix}</Prefix><Status>Enabled</Status>${content}</Rule>`
const tag = (key: string, value: string) => `<Tag><Key>${key}</Key><Value>${value}</Value></Tag>`
const expire = (days: number | string) => `<Expiration><Days>${days}</Days></Expiration>`
const before = (date: string) => `<Expiration><CreatedBeforeDate>${date}</CreatedBeforeDate></Expiration>`
const move = (days: number, storageClass: string, more = '') => `<Transition><Days>${days}</Days><StorageClass>${storageClass}</StorageClass>${more}</Transition>`
const moveOld = (days: number, storageClass: string) => `<NoncurrentVersionTransition><NoncurrentDays>${days}</NoncurrentDays><StorageClass>${storageClass}</StorageClass></NoncurrentVersionTransition>`
const expireOld = (days: number) => `<NoncurrentVersionExpiration><NoncurrentDays>${days}</NoncurrentDays></NoncurrentVersionExpiration>`
const abort = '<AbortMultipartUpload><Days>1</Days></AbortMultipartUpload>'
const marker = '<Expiration><ExpiredObjectDeleteMarker>true</ExpiredObjectDeleteMarker></Expiration>'
const filter = (content: string) => `<Filter>${content}</Filter>`
const not = (content: string) => filter(`<Not>${content}</Not>`)
const prefix = (text: string) => `<Prefix>${text}</Prefix>`
const date = '2030-01-02T00:00:00.000Z'

describe('a lifecycle configuration', () => {
  it('is read, written and read again with everything it can say', async () => {
    const configuration = await read(
      rule(`${tag('k', 'v')}${tag('l', '')}${filter(`<ObjectSizeGreaterThan>1</ObjectSizeGreaterThan><ObjectSizeLessThan>9</ObjectSizeLessThan><Not>${prefix('a/b')}${tag('m', 'n')}</Not><Not>${prefix('a/c')}</Not>`)}${move(30, 'IA')}${move(60, 'Archive')}${move(90, 'ColdArchive')}${move(120, 'DeepColdArchive')}${expire(365)}`, 'a', 'one') +
        rule(`${marker}${abort}${expireOld(9)}${moveOld(1, 'IA')}${moveOld(2, 'DeepColdArchive')}`, 'b', 'two') +
        rule(`${before(date)}<Transition><CreatedBeforeDate>${date}</CreatedBeforeDate><StorageClass>IA</StorageClass><AllowSmallFile>false</AllowSmallFile></Transition>`, 'c &amp; d', 'three') +
        `<Rule><Prefix/><Status>Disabled</Status>${tag('only', 'this')}<Expiration><Date>${date}</Date></Expiration></Rule>`,
      true,
    )
    const dateMs = Date.UTC(2030, 0, 2)
    const days = (count: number) => ({ kind: 'days', days: count })
    expect(configuration.rules).toEqual([
      {
        id: 'one',
        prefix: 'a',
        status: 'Enabled',
        tags: { k: 'v', l: '' },
        filter: { objectSizeGreaterThan: 1, objectSizeLessThan: 9, not: [{ prefix: 'a/b', tag: { key: 'm', value: 'n' } }, { prefix: 'a/c' }] },
        transitions: [
          { moment: days(30), storageClass: 'IA' },
          { moment: days(60), storageClass: 'Archive' },
          { moment: days(90), storageClass: 'ColdArchive' },
          { moment: days(120), storageClass: 'DeepColdArchive' },
        ],
        expiration: days(365),
      },
      {
        id: 'two',
        prefix: 'b',
        status: 'Enabled',
        tags: {},
        expiration: { kind: 'expiredObjectDeleteMarker' },
        abortMultipartUpload: days(1),
        noncurrentExpirationDays: 9,
        noncurrentTransitions: [
          { noncurrentDays: 1, storageClass: 'IA' },
          { noncurrentDays: 2, storageClass: 'DeepColdArchive' },
        ],
      },
      {
        id: 'three',
        prefix: 'c & d',
        status: 'Enabled',
        tags: {},
        expiration: { kind: 'createdBefore', dateMs },
        transitions: [{ moment: { kind: 'createdBefore', dateMs }, storageClass: 'IA', allowSmallFile: false }],
      },
      { id: expect.stringMatching(/^[0-9a-f]{32}$/) as string, prefix: '', status: 'Disabled', tags: { only: 'this' }, expiration: { kind: 'date', dateMs } },
    ])
    const text = lifecycleXml(configuration)
    expect(readLifecycleConfiguration(await parseXml(Buffer.from(text), 'LifecycleConfiguration'), { allowOverlap: true })).toEqual(configuration)
  })

  it('gives the same id to the same rule, and never one id twice', async () => {
    const ids = async (rules: string) => (await read(rules)).rules.map(({ id }) => id)
    expect(await ids(rule(expire(1)))).toEqual(await ids(rule(expire(1))))
    const [own] = await ids(rule(expire(1)))
    const taken = await ids(rule(expire(1)) + rule(expire(1), 'b', own))
    expect(new Set(taken).size).toBe(2)
  })

  it.each<[string, string, string]>([
    ['no rule', '', 'MalformedXML'],
    ['1,001 rules', Array.from({ length: 1001 }, (_, at) => rule(expire(1), `p${at}/`)).join(''), 'InvalidArgument 0014-00000014'],
    ['something else than rules', '<Other/>', 'MalformedXML'],
    ['an id of 256 bytes', rule(expire(1), 'a', 'é'.repeat(128)), 'InvalidArgument 0014-00000019'],
    ['an id twice', rule(expire(1), 'a', 'x') + rule(expire(1), 'b', 'x'), 'InvalidArgument 0014-00000020'],
    ['no prefix', `<Rule><Status>Enabled</Status>${expire(1)}</Rule>`, 'MalformedXML 0014-00000021'],
    ['two prefixes', rule(`${prefix('b')}${expire(1)}`), 'MalformedXML'],
    ['a prefix of 1024 bytes', rule(expire(1), 'a'.repeat(1024)), 'InvalidArgument'],
    ['no status', `<Rule><Prefix>a</Prefix>${expire(1)}</Rule>`, 'MalformedXML'],
    ['another status', `<Rule><Prefix>a</Prefix><Status>enabled</Status>${expire(1)}</Rule>`, 'InvalidArgument'],
    ['no action', rule(''), 'MalformedXML 0014-00000026'],
    ['an unknown element', rule(`${expire(1)}<Schedule/>`), 'MalformedXML'],
    ['tags with an end of uploads', rule(`${tag('a', 'b')}${abort}`), 'MalformedXML 0014-00000027'],
    ['tags with delete markers', rule(`${tag('a', 'b')}${marker}`), 'MalformedXML 0014-00000027'],
    ['a tag twice', rule(`${tag('a', 'b')}${tag('a', 'c')}${expire(1)}`), 'RepeatedTags'],
    ['a tag no object can have', rule(`${tag('a!', 'b')}${expire(1)}`), 'InvalidTag'],
    ['an exclusion of other keys', rule(`${not(prefix('b'))}${expire(1)}`), 'InvalidArgument 0014-00000035'],
    ['an exclusion of everything', rule(`${not(prefix('a'))}${expire(1)}`), 'InvalidArgument'],
    ['an exclusion without a prefix', rule(`${not(tag('k', 'v'))}${expire(1)}`), 'MalformedXML 0014-00000088'],
    ['an exclusion of its own tag', rule(`${tag('k', 'v')}${not(prefix('a') + tag('k', 'v'))}${expire(1)}`), 'InvalidArgument 0014-00000036'],
    ['an exclusion with two tags', rule(`${not(prefix('ab') + tag('k', 'v') + tag('l', 'v'))}${expire(1)}`), 'MalformedXML'],
    ['sizes that nothing has', rule(`${filter('<ObjectSizeGreaterThan>9</ObjectSizeGreaterThan><ObjectSizeLessThan>9</ObjectSizeLessThan>')}${expire(1)}`), 'InvalidArgument 0014-00000041'],
    ['a size that is none', rule(`${filter('<ObjectSizeLessThan>-1</ObjectSizeLessThan>')}${expire(1)}`), 'InvalidArgument'],
    ['an unknown filter', rule(`${filter('<Suffix>x</Suffix>')}${expire(1)}`), 'MalformedXML'],
    ['a transition at a date', rule(`<Transition><Date>${date}</Date><StorageClass>IA</StorageClass></Transition>`), 'MalformedXML 0014-00000046'],
    ['a transition at no time', rule('<Transition><StorageClass>IA</StorageClass></Transition>'), 'MalformedXML 0014-00000048'],
    ['a transition at two times', rule(`<Transition><Days>1</Days><CreatedBeforeDate>${date}</CreatedBeforeDate><StorageClass>IA</StorageClass></Transition>`), 'MalformedXML 0014-00000050'],
    ['a transition to no class', rule('<Transition><Days>1</Days></Transition>'), 'MalformedXML'],
    ['a transition to an unknown class', rule(move(1, 'Glacier')), 'InvalidArgument'],
    ['a transition back to Standard', rule(move(1, 'Standard')), 'InvalidArgument'],
    ['two transitions to one class', rule(move(1, 'IA') + move(2, 'IA')), 'InvalidArgument'],
    ['a colder class first', rule(move(60, 'IA') + move(30, 'Archive')), 'InvalidArgument'],
    ['two classes on one day', rule(move(30, 'IA') + move(30, 'Archive')), 'InvalidArgument'],
    ['an end before a move', rule(move(30, 'IA') + expire(30)), 'InvalidArgument'],
    ['an end of old versions before their move', rule(moveOld(30, 'IA') + expireOld(20)), 'InvalidArgument'],
    ['an expiration without a time', rule('<Expiration/>'), 'MalformedXML 0014-00000060'],
    ['an expiration that only does not remove markers', rule('<Expiration><ExpiredObjectDeleteMarker>false</ExpiredObjectDeleteMarker></Expiration>'), 'MalformedXML 0014-00000060'],
    ['an expiration with two times', rule(`<Expiration><Days>1</Days><CreatedBeforeDate>${date}</CreatedBeforeDate></Expiration>`), 'MalformedXML 0014-00000061'],
    ['delete markers with days', rule('<Expiration><Days>1</Days><ExpiredObjectDeleteMarker>true</ExpiredObjectDeleteMarker></Expiration>'), 'MalformedXML'],
    ['four moves of old versions', rule(moveOld(1, 'IA') + moveOld(2, 'Archive') + moveOld(3, 'ColdArchive') + moveOld(4, 'DeepColdArchive')), 'InvalidArgument 0014-00000067'],
    ['uploads by their last access', rule('<AbortMultipartUpload><IsAccessTime>true</IsAccessTime><Days>1</Days></AbortMultipartUpload>'), 'MalformedXML 0014-00000071'],
    ['no days', rule(expire(0)), 'InvalidArgument'],
    ['half a day', rule(expire('1.5')), 'InvalidArgument'],
    ['more days than there are', rule(expire('2147483648')), 'InvalidArgument'],
    ['a date without a time', rule(before('2022-12-08')), 'InvalidArgument 0014-00000087'],
    ['a date that is no midnight', rule(before('2022-12-08T08:00:00.000Z')), 'InvalidArgument 0014-00000087'],
    ['a date that is none', rule(before('2023-02-30T00:00:00.000Z')), 'InvalidArgument 0014-00000087'],
    ['days and a date in one rule', rule(move(1, 'IA') + before(date)), 'InvalidRequest 0014-00000080'],
    ['small objects and a size', rule(`${filter('<ObjectSizeLessThan>9</ObjectSizeLessThan>')}${move(1, 'IA', '<AllowSmallFile>true</AllowSmallFile>')}`), 'MalformedXML'],
    ['a flag that is none', rule(move(1, 'IA', '<AllowSmallFile>yes</AllowSmallFile>')), 'InvalidArgument'],
    ['the last access', rule(move(1, 'IA', '<IsAccessTime>true</IsAccessTime>')), 'NotImplemented'],
    ['the last access with a date', rule(`<Transition><IsAccessTime>true</IsAccessTime><CreatedBeforeDate>${date}</CreatedBeforeDate><StorageClass>IA</StorageClass></Transition>`), 'MalformedXML 0014-00000047'],
    ['a return when accessed', rule(move(1, 'IA', '<ReturnToStdWhenVisit>true</ReturnToStdWhenVisit>')), 'NotImplemented'],
    ['what says no to the last access', rule(move(1, 'IA', '<IsAccessTime>false</IsAccessTime>')), 'taken'],
    ['what an older ali-oss sends', rule(`<Days>3</Days>${expire(3)}`), 'taken'],
  ])('with %s', async (_, rules, wanted) => {
    expect(await refusal(rules)).toBe(wanted)
  })

  it.each<[string, string, string]>([
    ['one prefix twice', rule(expire(1)) + rule(move(1, 'IA')), 'InvalidArgument 0014-00000085'],
    ['one prefix with other tags', rule(`${tag('a', '1')}${expire(1)}`) + rule(`${tag('a', '2')}${expire(2)}`), 'taken'],
    ['one prefix with tags that one object can have', rule(`${tag('a', '1')}${expire(1)}`) + rule(`${tag('b', '1')}${expire(2)}`), 'InvalidArgument 0014-00000084'],
    ['two ends', rule(expire(9)) + rule(expire(1), 'a/b'), 'InvalidArgument 0014-00000084'],
    ['two ends of old versions', rule(expireOld(9)) + rule(expireOld(1), 'a/b'), 'InvalidArgument 0014-00000084'],
    ['two ends of uploads', rule(abort) + rule(abort, ''), 'InvalidArgument 0014-00000084'],
    ['an end and delete markers', rule(expire(9)) + rule(marker, 'a/b'), 'taken'],
    ['two moves to one class', rule(move(9, 'IA')) + rule(move(8, 'IA'), 'a/b'), 'InvalidArgument 0014-00000079'],
    ['two moves of old versions to one class', rule(moveOld(9, 'IA')) + rule(moveOld(8, 'IA'), 'a/b'), 'InvalidArgument 0014-00000079'],
    ['days and dates', rule(move(9, 'IA')) + rule(before(date), 'a/b'), 'InvalidRequest 0014-00000080'],
    ['a colder class first', rule(move(120, 'IA')) + rule(move(60, 'Archive'), 'a/b'), 'InvalidArgument 0014-00000082'],
    ['an end before a move', rule(move(120, 'IA')) + rule(expire(60), 'a/b'), 'InvalidArgument 0014-00000082'],
    ['a colder class later', rule(move(60, 'IA')) + rule(move(120, 'Archive'), 'a/b'), 'taken'],
    ['prefixes beside each other', rule(expire(1)) + rule(expire(1), 'b'), 'taken'],
  ])('of rules that meet: %s', async (_, rules, wanted) => {
    expect(await refusal(rules)).toBe(wanted)
    expect(await refusal(rules, true)).toBe('taken')
  })
})

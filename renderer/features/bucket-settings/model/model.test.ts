import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { BucketSetting, CorsRuleView } from '../../../../electron/contract/bucket-settings.ts'
import { settingRequest } from '../../../../electron/contract/setting-request.ts'
import { changesOf, namedAcl } from './changes.ts'
import { consequencesOf, type AccessAround } from './consequences.ts'
import { requestLines, unknownElements, xmlLines } from './document-lines.ts'
import { createDrafts } from './drafts.ts'
import { formOf, settingOf } from './forms.ts'
import { diffLines } from './line-diff.ts'
import { problemsOf } from './problems.ts'
import { readStatementCount } from './statement-count.ts'
import { tryCors } from './try-settings.ts'

const rule = (part: Partial<CorsRuleView>): CorsRuleView => ({ allowedOrigins: ['https://a.example'], allowedMethods: ['GET'], allowedHeaders: [], exposeHeaders: [], ...part })
const cors = (...rules: CorsRuleView[]) => ({ name: 'cors' as const, rules, responseVary: false })
const referer = { name: 'referer' as const, allowEmptyReferer: true, allowTruncateQueryString: true, truncatePath: false, referers: ['https://a.example', 'https://b.example'], blacklist: [] }

describe('forms', () => {
  it('stand for the setting that they show', () => {
    const settings = [cors(rule({})), referer, { name: 'tags' as const, tags: { team: 'a', '区域': '' } }, { name: 'acl' as const, acl: 'private' as const }]
    for (const setting of settings) expect(settingOf(formOf(setting))).toEqual(setting)
  })

  it('leave out empty lines and white space around them, and tags that nobody began', () => {
    const form = formOf(referer)
    if (form.name !== 'referer') throw new Error('not the form of referers')
    expect(settingOf({ ...form, referers: ' https://a.example \n\n\thttps://b.example' })).toEqual(referer)
    expect(settingOf({ name: 'tags', rows: [{ key: 'a', value: ' 1 ' }, { key: '', value: '' }] })).toEqual({ name: 'tags', tags: { a: ' 1 ' } })
  })

  it('keep what was written until it is dropped', () => {
    const drafts = createDrafts()
    drafts.getState().write('acl', { name: 'acl', acl: 'public-read' })
    expect(drafts.getState().forms.acl).toEqual({ name: 'acl', acl: 'public-read' })
    drafts.getState().drop('acl')
    expect(drafts.getState().forms.acl).toBeUndefined()
  })
})

describe('changesOf', () => {
  it('says nothing of settings that mean the same, tags in another order among them', () => {
    expect(changesOf({ name: 'tags', tags: { a: '1', b: '2' } }, { name: 'tags', tags: { b: '2', a: '1' } })).toEqual([])
    expect(changesOf(cors(rule({})), cors(rule({})))).toEqual([])
  })

  it('names the rule and the part of it', () => {
    const before = cors(rule({}), rule({ allowedMethods: ['PUT'], maxAgeSeconds: 5 }))
    expect(changesOf(before, cors(rule({}), rule({ allowedMethods: ['PUT', 'GET'] })))).toEqual([
      { field: 'allowedMethods', item: '2', before: ['PUT'], after: ['PUT', 'GET'] },
      { field: 'maxAgeSeconds', item: '2', before: 5 },
    ])
  })

  it('tells rules that come and go from those that stay', () => {
    const [a, b, c] = [rule({ allowedOrigins: ['a'] }), rule({ allowedOrigins: ['b'] }), rule({ allowedOrigins: ['c'] })]
    expect(changesOf(cors(a, c), cors(a, b, c))).toEqual([{ field: 'corsRule', item: '2', after: 'b: GET' }])
    expect(changesOf(cors(a, b, c), cors(b, c))).toEqual([{ field: 'corsRule', item: '1', before: 'a: GET' }])
  })

  it('compares tags one by one', () => {
    expect(changesOf({ name: 'tags', tags: { a: '1', b: '2' } }, { name: 'tags', tags: { a: '1!', c: '3' } })).toEqual([
      { field: 'tag', item: 'a', before: '1', after: '1!' },
      { field: 'tag', item: 'b', before: '2' },
      { field: 'tag', item: 'c', after: '3' },
    ])
  })

  it('compares lists of pages, switches and payers', () => {
    expect(changesOf(referer, { ...referer, referers: ['https://a.example'], truncatePath: true }).map(({ field }) => field)).toEqual(['referers', 'truncatePath'])
    expect(changesOf({ name: 'requestPayment', payer: 'BucketOwner' }, { name: 'requestPayment', payer: 'Requester' })).toEqual([{ field: 'payer', before: 'BucketOwner', after: 'Requester' }])
  })
})

describe('consequencesOf', () => {
  const around: AccessAround = { acl: 'private', policyIsPublic: false, blockPublicAccess: false }
  const codes = (before: BucketSetting, after: BucketSetting, part: Partial<AccessAround> = {}) => consequencesOf(before, after, { ...around, ...part }).map(({ code }) => code)
  const acl = (value: 'private' | 'public-read' | 'public-read-write') => ({ name: 'acl' as const, acl: value })
  const block = (blockPublicAccess: boolean) => ({ name: 'publicAccessBlock' as const, blockPublicAccess })

  it('warns before an ACL opens a bucket', () => {
    expect(codes(acl('private'), acl('public-read'))).toEqual(['opensRead'])
    expect(codes(acl('public-read'), acl('public-read-write'))).toEqual(['opensWrite'])
    expect(codes(acl('public-read-write'), acl('public-read'))).toEqual([])
    expect(consequencesOf(acl('private'), acl('public-read'), around)[0]?.severity).toBe('danger')
  })

  it('says of an ACL of S3 that it opens the list, and what becomes of those whom it names', () => {
    expect(codes(acl('private'), acl('public-read'), { isS3: true })).toEqual(['opensList'])
    expect(codes(acl('private'), acl('public-read-write'), { isS3: true, aclNamesOthers: true })).toEqual(['opensListAndWrite', 'dropsGrants'])
    expect(codes(acl('private'), acl('private'), { isS3: true, aclNamesOthers: true })).toEqual(['dropsGrants'])
    expect(changesOf(acl('private'), acl('private'), true)).toEqual([{ field: 'acl', before: namedAcl, after: 'private' }])
    expect(changesOf(acl('private'), acl('private'))).toEqual([])
  })

  it('knows that a block of public access refuses a public ACL', () => {
    expect(codes(acl('private'), acl('public-read'), { blockPublicAccess: true })).toEqual(['aclRefused'])
  })

  it('says when closing the ACL is not enough', () => {
    expect(codes(acl('public-read'), acl('private'), { acl: 'public-read', policyIsPublic: true })).toEqual(['policyStillOpens', 'closesAcl'])
    expect(codes(acl('public-read'), acl('private'))).toEqual(['closesAcl'])
  })

  it('says what a block closes, and what taking it away opens', () => {
    expect(codes(block(true), block(false), { acl: 'public-read', policyIsPublic: true })).toEqual(['unblocksAcl', 'unblocksPolicy'])
    expect(codes(block(false), block(true), { acl: 'public-read' })).toEqual(['blocksAcl'])
    expect([codes(block(false), block(true)), codes(block(true), block(false))]).toEqual([['blocksNothing'], ['unblocksNothing']])
  })

  it('warns of pages that may write, of lists that open, and of direct links', () => {
    expect(codes(cors(), cors(rule({ allowedOrigins: ['*'], allowedMethods: ['GET', 'PUT'] })))).toEqual(['anyPageWrites'])
    expect(codes(cors(), cors(rule({ allowedOrigins: ['*'] })))).toEqual([])
    expect(codes(cors(rule({})), cors())).toEqual(['noPageReads'])
    expect(codes(referer, { ...referer, referers: [] })).toEqual(['everyPageReads'])
    expect(codes(referer, { ...referer, allowEmptyReferer: false })).toEqual(['refusesDirectLinks'])
  })

  it('says who can come no more when the requester pays, and who can again', () => {
    const [owner, requester] = [{ name: 'requestPayment' as const, payer: 'BucketOwner' as const }, { name: 'requestPayment' as const, payer: 'Requester' as const }]
    expect(codes(owner, requester)).toEqual(['refusesAnonymous'])
    expect(codes(requester, owner, { acl: 'public-read' })).toEqual(['letsAnonymousIn'])
    expect(codes(requester, owner)).toEqual([])
  })

  it('says of versions what is kept from now on, and what there is no way back from', () => {
    const status = (value: 'Enabled' | 'Suspended' | 'Unset') => ({ name: 'versioning' as const, status: value })
    expect(codes(status('Unset'), status('Enabled'))).toEqual(['keepsForever', 'keepsVersions'])
    expect(codes(status('Enabled'), status('Suspended'))).toEqual(['keepsNoMore', 'keepsOldVersions'])
    expect(codes(status('Suspended'), status('Enabled'))).toEqual(['keepsVersions'])
    expect(codes(status('Enabled'), status('Enabled'))).toEqual([])
  })
})

describe('problemsOf', () => {
  it('finds what the service would refuse of rules', () => {
    const form = cors(rule({ allowedOrigins: [] }), rule({ allowedMethods: [], exposeHeaders: ['x-*'] }), rule({ allowedOrigins: ['http://*.*', '网'] }))
    expect(problemsOf(form)).toEqual([
      { code: 'noOrigin', item: 0 },
      { code: 'noMethod', item: 1 },
      { code: 'wildcard', item: 1, value: 'x-*' },
      { code: 'twoWildcards', item: 2, value: 'http://*.*' },
      { code: 'notHeaderText', item: 2, value: '网' },
    ])
    expect(problemsOf(cors(...Array.from({ length: 11 }, () => rule({})))).map(({ code }) => code)).toEqual(['tooManyRules'])
    expect(problemsOf(cors(rule({ allowedOrigins: [`https://${'a'.repeat(17_000)}`] }))).map(({ code }) => code)).toEqual(['documentTooLong'])
  })

  it('finds what the service would refuse of tags', () => {
    const rows = [{ key: 'a', value: '1' }, { key: 'a', value: '2' }, { key: '', value: 'v' }, { key: '', value: '' }, { key: 'aliyun', value: '' }]
    expect(problemsOf({ name: 'tags', rows })).toEqual([
      { code: 'repeatedKey', item: 1, value: 'a' },
      { code: 'emptyKey', item: 2, value: '' },
      { code: 'notAllowed', item: 4, value: 'aliyun' },
    ])
    expect(problemsOf({ name: 'tags', rows: Array.from({ length: 21 }, (_, index) => ({ key: String(index), value: '' })) })).toEqual([{ code: 'tooManyTags', value: '20' }])
  })
})

describe('documents', () => {
  it('show an element in a line', () => {
    expect(xmlLines('<?xml version="1.0"?><A><B>1 &#60; 2</B><C><D/></C><E></E></A>\n')).toEqual(['<?xml version="1.0"?>', '<A>', '  <B>1 &#60; 2</B>', '  <C>', '    <D/>', '  </C>', '  <E></E>', '</A>'])
  })

  it('show a request as it goes out', () => {
    expect(requestLines(settingRequest('oss', { name: 'acl', acl: 'public-read' }))).toEqual(['PUT /?acl', 'x-oss-acl: public-read'])
    expect(requestLines(settingRequest('oss', { name: 'tags', tags: {} }))).toEqual(['DELETE /?tagging'])
  })

  it('name the elements that a form would lose', () => {
    expect(unknownElements('cors', '<CORSConfiguration xmlns="x"><CORSRule><ID>one</ID><AllowedOrigin>*</AllowedOrigin></CORSRule></CORSConfiguration>')).toEqual(['ID'])
    expect(unknownElements('acl', '<AccessControlPolicy/>')).toEqual([])
  })

  it('count the statements of a policy', () => {
    expect(['{"Statement":[{},{}]}', '{"Statement":{}}', '{}', 'x'].map(readStatementCount)).toEqual([2, 1, 0, 0])
  })
})

describe('diffLines', () => {
  it('shows the lines that come and go in their places', () => {
    expect(diffLines(['a', 'b', 'c'], ['a', 'x', 'c'])).toEqual([
      { kind: 'same', text: 'a' },
      { kind: 'removed', text: 'b' },
      { kind: 'added', text: 'x' },
      { kind: 'same', text: 'c' },
    ])
  })

  it('holds both texts, each whole and in order, with no fewer lines in common than by position', () => {
    const lines = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 12 })
    fc.assert(
      fc.property(lines, lines, (before, after) => {
        const diff = diffLines(before, after)
        expect(diff.filter(({ kind }) => kind !== 'added').map(({ text }) => text)).toEqual(before)
        expect(diff.filter(({ kind }) => kind !== 'removed').map(({ text }) => text)).toEqual(after)
        const byPosition = before.filter((text, index) => text === after[index]).length
        expect(diff.filter(({ kind }) => kind === 'same').length).toBeGreaterThanOrEqual(byPosition)
      }),
    )
  })
})

describe('tryCors', () => {
  it('says which rule answers and with what, or why none does', () => {
    const setting = cors(rule({ allowedMethods: ['PUT'], allowedHeaders: ['x-oss-*'] }), rule({ allowedOrigins: ['*'], exposeHeaders: ['ETag'] }))
    const put = tryCors(setting, { origin: 'https://a.example', method: 'PUT', headers: 'x-oss-a, X-OSS-b' })
    expect(put.rule).toBe(0)
    expect(put.preflight).toMatchObject({ 'access-control-allow-headers': 'x-oss-a, X-OSS-b' })
    expect(tryCors(setting, { origin: 'https://b.example', method: 'GET', headers: '' }).answer).toMatchObject({ 'access-control-allow-origin': '*', 'access-control-expose-headers': 'ETag' })
    const refused = tryCors(setting, { origin: 'https://b.example', method: 'PUT', headers: 'range' })
    expect([refused.rule, refused.answer]).toEqual([undefined, undefined])
    expect(refused.verdicts).toEqual([
      { origin: false, method: true, refusedHeaders: ['range'] },
      { origin: true, method: false, refusedHeaders: ['range'] },
    ])
  })
})

import { describe, expect, it } from 'vitest'
import type { VersionAuthor } from '../../../electron/contract/versions.ts'
import { createI18n } from '../../ui/i18n/index.ts'
import { formatClockTime, formatRecentTime } from '../../ui/format.ts'
import { authorName, authorSentence } from './author-text.ts'
import { rowTime } from './row-time.ts'

const t = createI18n('en').t
const owner = { id: '100', displayName: 'ops' }
const account = (more: object = {}): VersionAuthor => ({ kind: 'account', accountId: '100', ...more })
const user: VersionAuthor = { kind: 'user', accountId: '100', userId: '2', userName: 'alice', accessKeyId: 'KEY' }

describe('the author of a version', () => {
  it.each<[VersionAuthor, string, string]>([
    [account(), 'This app', 'By this app, for account 100'],
    [account({ accessKeyId: 'KEY' }), 'Account 100', 'By account 100, key KEY'],
    [user, 'alice', 'By RAM user alice, key KEY'],
    [{ ...user, accountId: '200' }, 'alice', 'By RAM user alice of account 200, key KEY'],
    [{ kind: 'role', accountId: '100', roleId: '3', roleName: 'ci', sessionName: 'build-7' }, 'ci / build-7', 'By role ci, session build-7'],
    [{ kind: 'anonymous' }, 'Anonymous', 'By an anonymous request'],
    [{ kind: 'lifecycle', ruleId: 'sweep' }, 'Lifecycle rule sweep', 'By lifecycle rule sweep'],
    [{ kind: 'unknown', reason: 'notTold' }, '', 'Author not told by this service; belongs to ops'],
  ])('%o is told in a word and in full', (author, name, sentence) => {
    expect(authorName(author, t)).toBe(name)
    expect(authorSentence(author, owner, t)).toBe(sentence)
  })

  it('is not made up while it is asked, or where nobody says whom the version belongs to', () => {
    expect([authorName(undefined, t), authorSentence(undefined, owner, t)]).toEqual(['', undefined])
    expect(authorSentence({ kind: 'unknown', reason: 'denied' }, undefined, t)).toBe('This key may not see the author')
    expect(authorSentence({ kind: 'unknown', reason: 'notKept' }, { id: '100', displayName: '' }, t)).toBe('Written before authors were kept; belongs to 100')
  })
})

describe('the time of a row', () => {
  const now = Date.UTC(2026, 10, 12, 9, 30)
  const format = { recentTime: (timeMs: number, nowMs: number) => formatRecentTime(timeMs, nowMs, 'en'), clockTime: (timeMs: number) => formatClockTime(timeMs, 'en') }
  it('is told apart from those beside it, by seconds within the last minute and by the time of day before', () => {
    expect(rowTime(now - 12_000, [now - 3000, now - 40_000], now, format)).toBe('12 sec. ago')
    const anHourAgo = now - 3_700_000
    expect(rowTime(anHourAgo, [undefined, now - 90_000_000], now, format)).toBe('1 hr. ago')
    expect(rowTime(anHourAgo, [now - 10_000, anHourAgo - 5000], now, format)).toBe(`1 hr. ago · ${formatClockTime(anHourAgo, 'en')}`)
    expect(formatClockTime(anHourAgo, 'en')).not.toBe(formatClockTime(anHourAgo - 5000, 'en'))
  })
})

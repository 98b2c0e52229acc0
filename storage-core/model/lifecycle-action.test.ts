import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  actionOnVersion,
  announcedExpiration,
  coveringPrefixes,
  lastMidnight,
  type LifecycleAction,
  type LifecycleSubject,
  nextMidnight,
  ruleForLoneMarker,
  ruleForUpload,
} from './lifecycle-action.ts'
import type { LifecycleMoment, LifecycleRule } from './lifecycle.ts'
import type { StorageClass } from './storage-class.ts'

const dayMs = 86_400_000
const start = Date.UTC(2024, 0, 10)
const noon = start + dayMs / 2
const classes: readonly StorageClass[] = ['Standard', 'IA', 'Archive', 'ColdArchive', 'DeepColdArchive']

const rule = (changes: Partial<LifecycleRule>): LifecycleRule => ({ id: 'r', prefix: '', status: 'Enabled', tags: {}, ...changes })
const subject = (changes: Partial<LifecycleSubject> = {}): LifecycleSubject => ({
  key: 'logs/a',
  sizeBytes: 100,
  storageClass: 'Standard',
  lastModifiedMs: noon,
  isLink: false,
  tags: () => ({}),
  ...changes,
})
const days = (count: number): LifecycleMoment => ({ kind: 'days', days: count })
const brief = (action: LifecycleAction | undefined) => (action === undefined ? 'nothing' : action.kind === 'expire' ? `expire by ${action.ruleId}` : `${action.storageClass} by ${action.ruleId}`)

describe('midnights', () => {
  it('are those of UTC, and a midnight is its own', () => {
    expect([nextMidnight(noon), nextMidnight(start), lastMidnight(noon), lastMidnight(start)]).toEqual([start + dayMs, start, start, start])
  })
})

describe('the action on a version', () => {
  it('counts days from the midnight after the last modification', () => {
    const rules = [rule({ expiration: days(30) })]
    const at = (nowMs: number) => brief(actionOnVersion(rules, subject(), nowMs))
    expect(at(start + 31 * dayMs - 1)).toBe('nothing')
    expect(at(start + 31 * dayMs)).toBe('expire by r')
  })

  it.each<[string, Partial<LifecycleRule>, Partial<LifecycleSubject>, string]>([
    ['a disabled rule', { status: 'Disabled', expiration: days(1) }, {}, 'nothing'],
    ['another prefix', { prefix: 'log/', expiration: days(1) }, {}, 'nothing'],
    ['its prefix', { prefix: 'logs/', expiration: days(1) }, {}, 'expire by r'],
    ['all tags', { tags: { a: '1', b: '2' }, expiration: days(1) }, { tags: () => ({ a: '1', b: '2', c: '3' }) }, 'expire by r'],
    ['some of the tags', { tags: { a: '1', b: '2' }, expiration: days(1) }, { tags: () => ({ a: '1' }) }, 'nothing'],
    ['a tag of another value', { tags: { a: '1' }, expiration: days(1) }, { tags: () => ({ a: '2' }) }, 'nothing'],
    ['a tag that every object inherits', { tags: { toString: 'x' }, expiration: days(1) }, {}, 'nothing'],
    ['exactly the size that it must exceed', { filter: { objectSizeGreaterThan: 100 }, expiration: days(1) }, {}, 'nothing'],
    ['one byte more', { filter: { objectSizeGreaterThan: 99 }, expiration: days(1) }, {}, 'expire by r'],
    ['exactly the size it must be under', { filter: { objectSizeLessThan: 100 }, expiration: days(1) }, {}, 'nothing'],
    ['one byte less', { filter: { objectSizeLessThan: 101 }, expiration: days(1) }, {}, 'expire by r'],
    ['nothing, for what must have some bytes', { filter: { objectSizeGreaterThan: 0 }, expiration: days(1) }, { sizeBytes: 0 }, 'nothing'],
    ['an excluded prefix', { filter: { not: [{ prefix: 'logs/' }] }, expiration: days(1) }, {}, 'nothing'],
    ['an excluded prefix with another tag', { filter: { not: [{ prefix: 'logs/', tag: { key: 'k', value: 'v' } }] }, expiration: days(1) }, { tags: () => ({ k: 'w' }) }, 'expire by r'],
    ['an excluded prefix with its tag', { filter: { not: [{ prefix: 'logs/', tag: { key: 'k', value: 'v' } }] }, expiration: days(1) }, { tags: () => ({ k: 'v' }) }, 'nothing'],
    ['one of two exclusions', { filter: { not: [{ prefix: 'logs/b' }, { prefix: 'logs/a' }] }, expiration: days(1) }, {}, 'nothing'],
    ['a date that is past', { expiration: { kind: 'date', dateMs: start + dayMs } }, {}, 'expire by r'],
    ['a date to come', { expiration: { kind: 'date', dateMs: start + 99 * dayMs } }, {}, 'nothing'],
    ['modified before the date', { expiration: { kind: 'createdBefore', dateMs: start + dayMs } }, {}, 'expire by r'],
    ['modified at the date', { expiration: { kind: 'createdBefore', dateMs: noon } }, {}, 'nothing'],
    ['modified before a date to come', { expiration: { kind: 'createdBefore', dateMs: start + 99 * dayMs } }, {}, 'nothing'],
    ['a rule about delete markers only', { expiration: { kind: 'expiredObjectDeleteMarker' } }, {}, 'nothing'],
    ['a colder class', { transitions: [{ moment: days(1), storageClass: 'IA' }] }, {}, 'IA by r'],
    ['the class it is in', { transitions: [{ moment: days(1), storageClass: 'IA' }] }, { storageClass: 'IA' }, 'nothing'],
    ['a warmer class', { transitions: [{ moment: days(1), storageClass: 'IA' }] }, { storageClass: 'Archive' }, 'nothing'],
    ['two classes at once', { transitions: [{ moment: days(1), storageClass: 'IA' }, { moment: days(2), storageClass: 'Archive' }] }, {}, 'Archive by r'],
    ['a small object, left out', { transitions: [{ moment: days(1), storageClass: 'IA', allowSmallFile: false }] }, { sizeBytes: 65_535 }, 'nothing'],
    ['the smallest that is not small', { transitions: [{ moment: days(1), storageClass: 'IA', allowSmallFile: false }] }, { sizeBytes: 65_536 }, 'IA by r'],
    ['a link, which has no class to speak of', { transitions: [{ moment: days(1), storageClass: 'IA' }] }, { isLink: true }, 'nothing'],
    ['a link that expires', { expiration: days(1) }, { isLink: true }, 'expire by r'],
    ['an end before everything else', { expiration: days(3), transitions: [{ moment: days(1), storageClass: 'IA' }] }, {}, 'expire by r'],
    ['an old version by the rule for shown ones', { expiration: days(1) }, { noncurrentSinceMs: noon }, 'nothing'],
    ['an old version', { noncurrentExpirationDays: 3 }, { noncurrentSinceMs: noon }, 'expire by r'],
    ['a version that is not old for long', { noncurrentExpirationDays: 3 }, { lastModifiedMs: noon, noncurrentSinceMs: noon + 5 * dayMs }, 'nothing'],
    ['a shown version by the rule for old ones', { noncurrentExpirationDays: 1 }, {}, 'nothing'],
    ['an old version, moved', { noncurrentTransitions: [{ noncurrentDays: 1, storageClass: 'ColdArchive' }] }, { noncurrentSinceMs: noon }, 'ColdArchive by r'],
  ])('on %s', (_, ofRule, ofSubject, wanted) => {
    expect(brief(actionOnVersion([rule(ofRule)], subject(ofSubject), start + 6 * dayMs))).toBe(wanted)
  })

  it('is that of the rule that was due first', () => {
    const rules = [rule({ id: 'late', expiration: days(3) }), rule({ id: 'early', expiration: days(2) }), rule({ id: 'same', expiration: days(2) })]
    expect(brief(actionOnVersion(rules, subject(), start + 9 * dayMs))).toBe('expire by early')
    expect(announcedExpiration(rules, subject())).toEqual({ ruleId: 'early', expiresMs: start + 3 * dayMs })
  })

  it('asks for tags only when they decide', () => {
    const tags = () => {
      throw new Error('asked')
    }
    const rules = [rule({ prefix: 'other', tags: { a: 'b' }, expiration: days(1) }), rule({ tags: { a: 'b' }, expiration: days(90) }), rule({ transitions: [{ moment: days(1), storageClass: 'IA' }] })]
    expect(brief(actionOnVersion(rules, subject({ tags }), start + 9 * dayMs))).toBe('IA by r')
  })

  const ofMoment = fc.oneof(
    fc.integer({ min: 1, max: 8 }).map(days),
    fc.integer({ min: -3, max: 8 }).map((day): LifecycleMoment => ({ kind: 'createdBefore', dateMs: start + day * dayMs })),
    fc.integer({ min: -3, max: 8 }).map((day): LifecycleMoment => ({ kind: 'date', dateMs: start + day * dayMs })),
  )
  const ofText = fc.constantFrom('', '', 'a', 'ab', 'b')
  const ofTags = fc.oneof({ weight: 3, arbitrary: fc.constant({}) }, { weight: 1, arbitrary: fc.dictionary(fc.constantFrom('x', 'y'), fc.constantFrom('1', '2')) })
  const ofTarget = { storageClass: fc.constantFrom(...classes), allowSmallFile: fc.boolean() }
  const ofRule: fc.Arbitrary<LifecycleRule> = fc.record(
    {
      id: fc.uuid(),
      prefix: ofText,
      status: fc.constantFrom('Enabled', 'Enabled', 'Disabled'),
      tags: ofTags,
      filter: fc.record({ objectSizeGreaterThan: fc.integer({ min: 0, max: 200 }), not: fc.array(fc.record({ prefix: ofText, tag: fc.record({ key: fc.constant('x'), value: fc.constant('1') }) }, { requiredKeys: ['prefix'] }), { maxLength: 2 }) }, { requiredKeys: [] }),
      expiration: fc.oneof(ofMoment, fc.constant({ kind: 'expiredObjectDeleteMarker' } as const)),
      transitions: fc.array(fc.record({ moment: ofMoment, ...ofTarget }), { minLength: 1, maxLength: 3 }),
      noncurrentExpirationDays: fc.integer({ min: 1, max: 8 }),
      noncurrentTransitions: fc.array(fc.record({ noncurrentDays: fc.integer({ min: 1, max: 8 }), ...ofTarget }), { minLength: 1, maxLength: 3 }),
    },
    { requiredKeys: ['id', 'prefix', 'status', 'tags'] },
  )
  const ofSubject = fc
    .record(
      {
        key: fc.constantFrom('a', 'ab', 'abc', 'b', 'c'),
        sizeBytes: fc.constantFrom(0, 100, 65_535, 65_536),
        storageClass: fc.constantFrom(...classes, 'Standard' as const, 'Standard' as const),
        lastModifiedMs: fc.integer({ min: start - 4 * dayMs, max: start + 4 * dayMs }),
        noncurrentSinceMs: fc.integer({ min: start - 4 * dayMs, max: start + 4 * dayMs }),
        isLink: fc.constantFrom(false, false, false, false, true),
        tagged: ofTags,
      },
      { requiredKeys: ['key', 'sizeBytes', 'storageClass', 'lastModifiedMs', 'isLink', 'tagged'] },
    )
    .map(({ tagged, ...rest }): LifecycleSubject => ({ ...rest, tags: () => tagged }))

  /** Says of each rule by itself what it would do when, and then picks. Slow and plain. */
  function naive(rules: readonly LifecycleRule[], each: LifecycleSubject, nowMs: number): string {
    const offers: { readonly rule: LifecycleRule; readonly dueMs: number; readonly to: StorageClass | 'gone' }[] = []
    for (const one of rules) {
      const has = (key: string, value: string) => Object.entries(each.tags()).some(([name, text]) => name === key && text === value)
      const isMeant =
        one.status === 'Enabled' &&
        each.key.slice(0, one.prefix.length) === one.prefix &&
        Object.entries(one.tags).every(([key, value]) => has(key, value)) &&
        (one.filter?.objectSizeGreaterThan === undefined || each.sizeBytes > one.filter.objectSizeGreaterThan) &&
        !(one.filter?.not ?? []).some(({ prefix, tag }) => each.key.slice(0, prefix.length) === prefix && (tag === undefined || has(tag.key, tag.value)))
      if (!isMeant) continue
      const after = (base: number, count: number) => (base % dayMs === 0 ? base : base - (base % dayMs) + dayMs) + count * dayMs
      const when = (moment: LifecycleMoment) => (moment.kind === 'days' ? after(each.lastModifiedMs, moment.days) : moment.kind === 'date' || each.lastModifiedMs < moment.dateMs ? moment.dateMs : Infinity)
      const since = each.noncurrentSinceMs
      if (since === undefined) {
        if (one.expiration !== undefined && one.expiration.kind !== 'expiredObjectDeleteMarker') offers.push({ rule: one, dueMs: when(one.expiration), to: 'gone' })
        for (const { moment, storageClass, allowSmallFile } of one.transitions ?? []) if (allowSmallFile !== false || each.sizeBytes >= 65_536) offers.push({ rule: one, dueMs: when(moment), to: storageClass })
      } else {
        if (one.noncurrentExpirationDays !== undefined) offers.push({ rule: one, dueMs: after(since, one.noncurrentExpirationDays), to: 'gone' })
        for (const { noncurrentDays, storageClass, allowSmallFile } of one.noncurrentTransitions ?? []) if (allowSmallFile !== false || each.sizeBytes >= 65_536) offers.push({ rule: one, dueMs: after(since, noncurrentDays), to: storageClass })
      }
    }
    const due = offers.filter(({ dueMs }) => dueMs <= nowMs)
    const [end] = due.filter(({ to }) => to === 'gone').toSorted((a, b) => a.dueMs - b.dueMs)
    if (end !== undefined) return `expire by ${end.rule.id}`
    const cold = (to: StorageClass | 'gone') => classes.findIndex((name) => name === to)
    const [move] = due.filter(({ to }) => !each.isLink && cold(to) > cold(each.storageClass)).toSorted((a, b) => cold(b.to) - cold(a.to))
    return move === undefined ? 'nothing' : `${move.to} by ${move.rule.id}`
  }

  it('is what a plain reading of the rules says', () => {
    const seen = new Map<string, number>()
    fc.assert(
      fc.property(fc.array(ofRule, { minLength: 1, maxLength: 5 }), ofSubject, fc.integer({ min: start, max: start + 14 * dayMs }), (rules, each, nowMs) => {
        const wanted = naive(rules, each, nowMs)
        const what = wanted.split(' by ')[0] ?? ''
        seen.set(what, (seen.get(what) ?? 0) + 1)
        expect(brief(actionOnVersion(rules, each, nowMs))).toBe(wanted)
      }),
      { numRuns: 1500 },
    )
    const moves = classes.reduce((sum, storageClass) => sum + (seen.get(storageClass) ?? 0), 0)
    for (const count of [seen.get('expire'), seen.get('nothing'), moves]) expect(count ?? 0, JSON.stringify([...seen])).toBeGreaterThan(9)
  })

  it('announces no expiration that does not come, and none too late', () => {
    fc.assert(
      fc.property(fc.array(ofRule, { maxLength: 5 }), ofSubject, (rules, each) => {
        const announced = announcedExpiration(rules, each)
        const at = (nowMs: number) => actionOnVersion(rules, each, nowMs)?.kind === 'expire'
        if (announced === undefined) expect(at(start + 1000 * dayMs)).toBe(false)
        else expect([at(announced.expiresMs - 1), at(announced.expiresMs)]).toEqual([false, true])
      }),
      { numRuns: 800 },
    )
  })
})

describe('rules about delete markers and uploads', () => {
  it('go by prefix, exclusions and status', () => {
    const marker = rule({ prefix: 'a', expiration: { kind: 'expiredObjectDeleteMarker' }, filter: { not: [{ prefix: 'ax' }] } })
    expect(['a', 'b', 'ax'].map((key) => ruleForLoneMarker([marker], key)?.id)).toEqual(['r', undefined, undefined])
    expect(ruleForLoneMarker([{ ...marker, status: 'Disabled' }], 'a')).toBeUndefined()
    const upload = rule({ prefix: 'a', abortMultipartUpload: days(1), filter: { not: [{ prefix: 'ax' }] } })
    const at = (key: string, nowMs: number) => ruleForUpload([upload], { key, initiatedMs: noon }, nowMs)?.id
    expect([at('a', start + 2 * dayMs), at('a', start + 2 * dayMs - 1), at('ax', start + 9 * dayMs), at('b', start + 9 * dayMs)]).toEqual(['r', undefined, undefined, undefined])
  })
})

describe('the prefixes to walk', () => {
  it('are the fewest that cover those of all rules', () => {
    const of = (...prefixes: readonly string[]) => coveringPrefixes(prefixes.map((prefix) => rule({ prefix }))).toSorted()
    expect(of()).toEqual([])
    expect(of('a/b', 'a/', 'c', 'a/', 'cc')).toEqual(['a/', 'c'])
    expect(of('x', '', 'y')).toEqual([''])
  })
})

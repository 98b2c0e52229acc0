import { Tabs } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { maxPolicyChecks, type PolicyCheck } from '../../../electron/contract/policy-notes.ts'
import { CheckList } from './check-list.tsx'
import { Findings } from './findings.tsx'
import type { DraftCheck } from './model/check-draft.ts'
import { checkOf, requestOf, type CheckResult } from './model/checks.ts'
import type { TriedBucket, TriedRequest } from './model/try-request.ts'
import { Simulator } from './simulator.tsx'
import type { People } from './use-people.ts'
import type { RamPolicies } from './use-ram-policies.ts'

interface Props {
  readonly bucket: TriedBucket
  readonly people: People
  readonly startsWithTrying: boolean
  readonly isTimedAtFirst: boolean
  readonly tried: TriedRequest
  readonly onTried: (tried: TriedRequest) => void
  /** Whether the policies of RAM count for whoever is tried. */
  readonly ramState: ReturnType<RamPolicies['stateOf']>
  /** Policies that decide a check are not read yet. */
  readonly isReading: boolean
  readonly before: DraftCheck
  readonly check: DraftCheck
  readonly unreadable: string | undefined
  readonly isRefused: boolean
  readonly results: readonly CheckResult[]
  readonly nowMs: number
  readonly onChecks: (checks: readonly PolicyCheck[]) => void
  readonly onFix: (text: string) => void
  readonly onShow: (statement: number) => void
}

/** What can be known of a draft before it is saved: what is wrong with it, what it answers, and whether that is as it should be. */
export function PolicySide({ bucket, people, startsWithTrying, isTimedAtFirst, tried, onTried, ramState, isReading, before, check, unreadable, isRefused, results, nowMs, onChecks, onFix, onShow }: Props) {
  const { t } = useTranslation()
  const [tab, setTab] = useState(startsWithTrying ? 'try' : 'findings')
  const [isTimed, setTimed] = useState(isTimedAtFirst)
  const failing = isRefused || isReading ? 0 : results.filter(({ passes }) => !passes).length
  const tryOut = (each: PolicyCheck) => {
    const request = requestOf(each, nowMs)
    if (request === undefined) return
    onTried(request)
    setTimed(each.timeMs !== null)
    setTab('try')
  }
  return (
    <aside className="policy-side">
      <Tabs
        size="small"
        activeKey={tab}
        onChange={setTab}
        items={[
          {
            key: 'findings',
            label: t('policy.findingsTab', { count: check.problems.length + check.findings.length + (unreadable === undefined ? 0 : 1) }),
            children: <Findings check={check} unreadable={unreadable} onFix={onFix} onShow={onShow} />,
          },
          {
            key: 'try',
            label: t('policy.tryTab'),
            children: (
              <Simulator
                bucket={bucket}
                people={people}
                ramState={ramState}
                tried={tried}
                isTimed={isTimed}
                onTry={(next, timed) => {
                  onTried(next)
                  setTimed(timed)
                }}
                saved={before.document}
                draft={check.document}
                isReadable={!isRefused}
                onShow={onShow}
                fullReason={results.length >= maxPolicyChecks ? t('policy.checksFull', { count: maxPolicyChecks }) : undefined}
                onKeep={(allowed) => {
                  onChecks([...results.map((each) => each.check), checkOf(tried, allowed, crypto.randomUUID(), isTimed)])
                  setTab('checks')
                }}
              />
            ),
          },
          {
            key: 'checks',
            label: failing > 0 ? <span className="is-danger">{t('policy.checksFailing', { count: failing })}</span> : t('policy.checksTab', { count: results.length }),
            children: <CheckList results={results} people={people} isReadable={!isRefused} isReading={isReading} onChange={onChecks} onTry={tryOut} />,
          },
        ]}
      />
    </aside>
  )
}

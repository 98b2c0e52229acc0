import { Collapse, DatePicker, Input, Select, Switch } from 'antd'
import dayjs from 'dayjs'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { ObjectAcl } from '../../../storage-core/model/acl.ts'
import { actions } from '../../../storage-core/policy/actions.ts'
import { parseAssumedRole } from '../../../storage-core/policy/compile-policy.ts'
import { renderAction } from './action-line.tsx'
import { actionOptions, isActionMeant } from './model/action-words.ts'
import { problemText } from './model/problem-text.ts'
import { sessionProblem, type TriedRequest } from './model/try-request.ts'
import { policyLimits } from '../../../storage-core/policy/parse-policy.ts'
import type { People } from './use-people.ts'

interface Props {
  readonly tried: TriedRequest
  readonly ownerId: string
  readonly people: People
  /** The time is one that was chosen, and not that of the looking. */
  readonly isTimed: boolean
  readonly onChange: (part: Partial<TriedRequest>) => void
  readonly onTime: (timeMs: number | undefined) => void
}

const session = 'session'
const exampleTag = 'team=red'

/** A request as somebody might make it: who does what, to what, from where and when. */
export function RequestForm({ tried, ownerId, people, isTimed, onChange, onTime }: Props) {
  const { t } = useTranslation()
  const isUid = /^\d+$/.test(tried.who) && tried.who !== ownerId && people.users.every(({ value }) => value !== tried.who) && people.accounts.every(({ value }) => value !== tried.who)
  const isRole = parseAssumedRole(tried.who) !== undefined
  const problem = sessionProblem(tried)
  const options = useMemo(() => actionOptions(t), [t])
  const isObject = actions[tried.action].scope === 'object'
  const takesKey = isObject || tried.action === 'oss:ListObjects' || tried.action === 'oss:ListObjectVersions'
  const group = (label: string, options: readonly { readonly value: string; readonly label: string }[]) => (options.length === 0 ? [] : [{ label, options: [...options] }])
  const known = new Set(['anonymous', 'owner', ...people.users.map(({ value }) => value), ...people.accounts.map(({ value }) => value), ...people.roles.map(({ value }) => value.replace('*', session))])
  return (
    <>
      <div className="simulator-row">
        <span>{t('policy.tryWho')}</span>
        <Select
          size="small"
          showSearch
          optionFilterProp="label"
          aria-label={t('policy.tryWho')}
          value={tried.who}
          options={[
            { value: 'anonymous', label: t('policy.anonymous') },
            { value: 'owner', label: t('policy.owner') },
            ...(known.has(tried.who) ? [] : [{ value: tried.who, label: people.nameOf(tried.who) }]),
            ...group(t('policy.users'), people.users),
            // A role by itself asks for nothing: a session of it does.
            ...group(t('policy.roles'), people.roles.map(({ value, label }) => ({ value: value.replace('*', session), label }))),
            ...group(t('policy.accounts'), people.accounts),
          ]}
          onSearch={(text) => {
            if (/^\d+$/.test(text) || text.startsWith('arn:sts::')) onChange({ who: text })
          }}
          onChange={(who) => onChange({ who, uidIs: people.accounts.some(({ value }) => value === who) ? 'otherAccount' : 'user' })}
        />
      </div>
      {isUid ? (
        <div className="simulator-row">
          <span>{t('policy.tryUidIs')}</span>
          <Select
            size="small"
            aria-label={t('policy.tryUidIs')}
            value={tried.uidIs}
            options={(['user', 'otherAccount'] as const).map((value) => ({ value, label: t(`policy.uidIs.${value}`) }))}
            onChange={(uidIs) => onChange({ uidIs })}
          />
        </div>
      ) : null}
      {isRole ? (
        <label className="simulator-row is-top">
          <span>{t('policy.trySession')}</span>
          <span>
            <Input.TextArea
              className="is-mono"
              aria-describedby="session-problem"
              rows={4}
              maxLength={policyLimits.maxBytes.session}
              placeholder={t('policy.trySessionNone')}
              {...(problem === undefined ? {} : { status: 'error' as const })}
              value={tried.sessionPolicy}
              onChange={(event) => onChange({ sessionPolicy: event.target.value })}
            />
            {problem === undefined ? null : (
              <span id="session-problem" className="field-problem is-danger">
                {problemText(problem.message, t) ?? problem.message}
              </span>
            )}
          </span>
        </label>
      ) : null}
      <div className="simulator-row">
        <span>{t('policy.tryAction')}</span>
        <Select size="small" showSearch aria-label={t('policy.tryAction')} value={tried.action} options={[...options]} optionRender={renderAction} filterOption={isActionMeant} popupMatchSelectWidth={420} placement="bottomRight" onChange={(action) => onChange({ action })} />
      </div>
      {takesKey ? (
        <Text label={t(isObject ? 'policy.tryKey' : 'policy.tryPrefix')} value={tried.key} onChange={(key) => onChange({ key })} />
      ) : null}
      <Text label={t('policy.tryIp')} value={tried.sourceIp} onChange={(sourceIp) => onChange({ sourceIp: sourceIp.trim() })} />
      <div className="simulator-row">
        <span>{t('policy.tryTls')}</span>
        <Switch size="small" aria-label={t('policy.tryTls')} checked={tried.secureTransport} onChange={(secureTransport) => onChange({ secureTransport })} />
      </div>
      <Collapse
        ghost
        size="small"
        className="simulator-more"
        items={[
          {
            key: 'more',
            label: t('policy.tryMore'),
            children: (
              <div className="simulator">
                <div className="simulator-row">
                  <span>{t('policy.tryTime')}</span>
                  <DatePicker
                    size="small"
                    showTime={{ format: 'HH:mm' }}
                    format="YYYY-MM-DD HH:mm"
                    aria-label={t('policy.tryTime')}
                    placeholder={t('policy.tryNow')}
                    value={isTimed ? dayjs(tried.timeMs) : null}
                    onChange={(date) => onTime(date?.valueOf())}
                  />
                </div>
                <Text label={t('policy.keys.acs_SourceVpc')} value={tried.sourceVpc} placeholder={t('policy.tryInternet')} onChange={(sourceVpc) => onChange({ sourceVpc: sourceVpc.trim() })} />
                <Text label={t('policy.keys.acs_UserAgent')} value={tried.userAgent} onChange={(userAgent) => onChange({ userAgent })} />
                <Text label={t('policy.keys.acs_AccessId')} value={tried.accessKeyId} onChange={(accessKeyId) => onChange({ accessKeyId: accessKeyId.trim() })} />
                {isObject ? (
                  <>
                    <div className="simulator-row">
                      <span>{t('policy.tryAcl')}</span>
                      <Select
                        size="small"
                        aria-label={t('policy.tryAcl')}
                        value={tried.objectAcl}
                        options={ObjectAcl.options.map((value) => ({ value, label: value === 'default' ? t('policy.tryAclDefault') : value }))}
                        onChange={(objectAcl) => onChange({ objectAcl })}
                      />
                    </div>
                    <div className="simulator-row">
                      <span>{t('policy.tryTags')}</span>
                      <Select
                        mode="tags"
                        size="small"
                        open={false}
                        suffixIcon={null}
                        aria-label={t('policy.tryTags')}
                        placeholder={exampleTag}
                        value={Object.entries(tried.objectTags).map(([key, value]) => `${key}=${value}`)}
                        onChange={(tags: string[]) => onChange({ objectTags: Object.fromEntries(tags.map((tag) => [tag.split('=')[0] ?? '', tag.includes('=') ? tag.slice(tag.indexOf('=') + 1) : ''])) })}
                      />
                    </div>
                  </>
                ) : null}
              </div>
            ),
          },
        ]}
      />
    </>
  )
}

function Text({ label, value, placeholder, onChange }: { readonly label: string; readonly value: string; readonly placeholder?: string; readonly onChange: (value: string) => void }) {
  return (
    <label className="simulator-row">
      <span>{label}</span>
      <Input size="small" className="is-mono" value={value} maxLength={1023} {...(placeholder === undefined ? {} : { placeholder })} onChange={(event) => onChange(event.target.value)} />
    </label>
  )
}

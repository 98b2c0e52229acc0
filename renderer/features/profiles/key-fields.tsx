import { Input, Segmented } from 'antd'
import { useTranslation } from 'react-i18next'
import { parseAuthorizationCode } from '../../../electron/contract/authorization-code.ts'
import type { Profile } from '../../../electron/contract/profiles.ts'
import { useFormat } from '../../ui/use-format.ts'
import { withCode, type Draft, type KeyKind } from './draft.ts'
import { useNow } from './expiry.ts'
import { Row, type FieldsProps } from './form-row.tsx'

const kinds = ['accessKey', 'sts', 'code'] as const satisfies readonly KeyKind[]

interface Props extends FieldsProps {
  /** Whose key goes on as long as no other is given. */
  readonly kept: Profile | undefined
}

/** The key. A kept secret is not shown, only that it is there. */
export function KeyFields({ draft, problem, onChange, kept }: Props) {
  const { t } = useTranslation()
  const offered = draft.kind === 's3' ? kinds.filter((kind) => kind !== 'code') : kinds
  return (
    <>
      <div className="form-row">
        <span>{t('profiles.keyKind')}</span>
        <Segmented
          aria-label={t('profiles.keyKind')}
          value={draft.keyKind}
          onChange={(keyKind) => onChange({ keyKind })}
          options={offered.map((value) => ({ value, label: t(`profiles.keyKinds.${value}`) }))}
        />
      </div>
      {draft.keyKind === 'code' ? <CodeField draft={draft} problem={problem} onChange={onChange} kept={kept} /> : <PairFields draft={draft} problem={problem} onChange={onChange} kept={kept} />}
    </>
  )
}

function PairFields({ draft, problem, onChange, kept }: Props) {
  const { t } = useTranslation()
  return (
    <>
      <div className="form-columns">
        <Row label={t('profiles.accessKeyId')} name="accessKeyId" problem={problem}>
          <Input id="profile-accessKeyId" className="is-mono" autoComplete="off" spellCheck={false} maxLength={256} value={draft.accessKeyId} onChange={({ target }) => onChange({ accessKeyId: target.value })} />
        </Row>
        <Row label={t('profiles.accessKeySecret')} name="accessKeySecret" problem={problem} hint={kept === undefined ? undefined : t('profiles.secretKept')}>
          <Input.Password id="profile-accessKeySecret" className="is-mono" autoComplete="new-password" maxLength={1024} value={draft.accessKeySecret} onChange={({ target }) => onChange({ accessKeySecret: target.value })} />
        </Row>
      </div>
      {draft.keyKind === 'sts' ? (
        <div className="form-columns is-wide-first">
          <Row label={t('profiles.securityToken')} name="securityToken" problem={problem}>
            <Input.Password id="profile-securityToken" className="is-mono" autoComplete="off" maxLength={16_384} value={draft.securityToken} onChange={({ target }) => onChange({ securityToken: target.value })} />
          </Row>
          <Row label={t('profiles.expires')} name="expires" problem={problem} hint={t('profiles.expiresHint')}>
            <Input id="profile-expires" type="datetime-local" value={draft.expires} onChange={({ target }) => onChange({ expires: target.value })} />
          </Row>
        </div>
      ) : null}
    </>
  )
}

/** A pasted code says by itself where it leads and what it allows. */
function CodeField({ draft, problem, onChange, kept }: Props) {
  const { t } = useTranslation()
  return (
    <>
      <Row label={t('profiles.code')} name="code" problem={problem} hint={t(kept === undefined ? 'profiles.codeHint' : 'profiles.codeKept')}>
        <Input.TextArea
          id="profile-code"
          className="is-mono is-concealed"
          autoComplete="off"
          spellCheck={false}
          rows={3}
          maxLength={65_536}
          value={draft.code}
          onChange={({ target }) => onChange(withCode(draft, target.value))}
        />
      </Row>
      <CodeSummary code={draft.code} />
    </>
  )
}

function CodeSummary({ code }: Pick<Draft, 'code'>) {
  const { t } = useTranslation()
  const format = useFormat()
  const nowMs = useNow()
  const parsed = parseAuthorizationCode(code)
  if (parsed === undefined) return null
  const { credential, presetPath } = parsed
  const { expiresMs, privilege = 'unknown' } = credential
  const isOver = expiresMs !== undefined && expiresMs <= nowMs
  const lasts = expiresMs === undefined ? t('profiles.endUnknown') : isOver ? t('profiles.endedAt', { time: format.exactTime(expiresMs) }) : t('profiles.endsIn', { duration: format.duration((expiresMs - nowMs) / 1000) })
  return (
    <dl className="code-summary" aria-live="polite">
      <dt>{t('profiles.codeAllows')}</dt>
      <dd>{t(`profiles.privileges.${privilege}`)}</dd>
      <dt>{t('profiles.codePath')}</dt>
      <dd className="is-mono">{presetPath === '' ? t('profiles.codeEverywhere') : presetPath}</dd>
      <dt>{t('profiles.codeEnds')}</dt>
      <dd className={isOver ? 'is-danger' : undefined} title={expiresMs === undefined ? undefined : format.exactTime(expiresMs)}>
        {lasts}
      </dd>
    </dl>
  )
}

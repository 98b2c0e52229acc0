import { CircleAlert } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useCopyText } from '../../bridge/api.tsx'
import { toCallError } from '../../bridge/call-error.ts'
import { ErrorNotice } from '../../ui/error-notice.tsx'

/** Codes of RAM, by how they begin, that somebody can do something about. */
const known = [
  ['EntityAlreadyExists.', 'exists'],
  ['EntityNotExist.', 'gone'],
  ['LimitExceeded.AccessKey', 'keyLimit'],
  ['LimitExceeded.', 'limit'],
  ['InvalidParameter.Policy', 'document'],
  ['InvalidParameter.DurationSeconds', 'duration'],
  ['InvalidParameter', 'parameter'],
  ['DeleteConflict.Account.Bucket', 'ownsBuckets'],
  ['DeleteConflict.Account.Identity', 'hasIdentities'],
  ['DeleteConflict.', 'inUse'],
  ['NoPermission', 'permission'],
] as const

/** What went wrong, as RAM would have it understood. */
export function Failure({ error }: { readonly error: unknown }) {
  const { t } = useTranslation()
  const copyText = useCopyText()
  if (error === null || error === undefined) return null
  const failure = toCallError(error)
  if (failure.details?.['Reason'] === 'TwoAccessKeys') return <p className="field-problem">{t('identities.failures.twoKeys')}</p>
  const [, name] = known.find(([start]) => failure.code.startsWith(start)) ?? []
  if (name === undefined) return <ErrorNotice variant="inline" error={failure} onCopy={(text) => void copyText(text)} />
  return (
    <p className="identity-failure" role="alert" title={failure.message}>
      <CircleAlert size={15} className="is-danger" aria-hidden />
      <span>
        {t(`identities.failures.${name}`)} <span className="is-mono is-secondary">{failure.code}</span>
      </span>
    </p>
  )
}

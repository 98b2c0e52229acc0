import { Fragment, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { JsonObject } from '../../../storage-core/policy/strict-json.ts'
import { useFormat } from '../../ui/use-format.ts'
import { sentenceParts, statementSentence } from './model/statement-sentence.ts'

interface Props {
  readonly statement: JsonObject
  /** Empty in a policy of RAM. */
  readonly bucket: string
  readonly nameOf: ((text: string) => string) | undefined
  readonly trusted?: readonly string[] | undefined
}

/** A statement in one sentence. */
export function StatementSummary({ statement, bucket, nameOf, trusted }: Props) {
  const { t, i18n } = useTranslation()
  const { exactTime } = useFormat()
  const parts = useMemo(
    () => sentenceParts(statementSentence(statement, { t, language: i18n.language, exactTime, bucket, nameOf, trusted })),
    [statement, t, i18n.language, exactTime, bucket, nameOf, trusted],
  )
  return (
    <p className="statement-sentence">
      {parts.map(({ text, isLiteral }, index) => (isLiteral ? <code key={index}>{text}</code> : <Fragment key={index}>{text}</Fragment>))}
    </p>
  )
}

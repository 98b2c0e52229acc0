import { Form } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Draft, DraftProblem } from './draft.ts'

export interface FieldsProps {
  readonly draft: Draft
  /** What is to be put right, once the user meant to be done. */
  readonly problem: DraftProblem | undefined
  readonly onChange: (part: Partial<Draft>) => void
}

/** Problems that are told at another field than the one they are called after. */
export const places: Partial<Readonly<Record<DraftProblem, DraftProblem>>> = { bucketNeeded: 'presetPath', acceleratedBucketNeeded: 'presetPath', endpointBucket: 'endpoint', regionMismatch: 'region', codeExpired: 'code', pacAddress: 'proxyAddress' }

interface RowProps {
  readonly label: string
  readonly name: DraftProblem | 'expires' | 'addressing' | 'proxyUsername' | 'proxyPassword'
  readonly problem: DraftProblem | undefined
  readonly hint?: string | undefined
  readonly children: ReactNode
}

/** A field with its label, and below it what is wrong or what it is for. */
export function Row({ label, name, problem, hint, children }: RowProps) {
  const { t } = useTranslation()
  const wrong = problem !== undefined && (places[problem] ?? problem) === name
  return (
    <Form.Item label={label} htmlFor={`profile-${name}`} validateStatus={wrong ? 'error' : ''} help={wrong ? t(`profiles.invalid.${problem}`) : hint}>
      {children}
    </Form.Item>
  )
}


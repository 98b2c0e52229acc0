import type { TFunction } from 'i18next'
import type { OssErrorWire } from '../../electron/contract/error-wire.ts'
import { redact } from '../../electron/contract/redact.ts'
import { describeError } from './describe-error.ts'
import { causeOf } from './error-cause.ts'

export type ErrorRow = readonly [label: string, value: string]

/** Identity of a failure, for those who look it up: codes and ids first, then the service's own words. Secrets are masked. */
export function errorRows(error: OssErrorWire, t: TFunction): readonly ErrorRow[] {
  const { code, ec, requestId, hostId, status, message, details = {} } = error
  const optional = (label: string, value: string | undefined): ErrorRow[] => (value === undefined || value === '' ? [] : [[label, redact(value)]])
  return [
    [t('common.code'), code],
    ...optional(t('common.errorCause'), ec),
    ...optional(t('common.requestId'), requestId),
    ...optional(t('common.hostId'), hostId),
    ...optional(t('common.httpStatus'), status === 0 ? undefined : String(status)),
    ...optional(t('common.message'), message),
    ...Object.entries(details).flatMap(([name, value]) => optional(name, value)),
  ]
}

/** A failure as text to hand on: what, why, what to do, and its identity. Holds no secret, whatever the service said. */
export function errorReport(error: OssErrorWire, t: TFunction, atMs: number): string {
  const { what, next } = describeError(error.code, t, error.message)
  const rows: readonly ErrorRow[] = [
    [t('common.whatHappened'), what],
    [t('common.likelyCause'), t(`errorCauses.${causeOf(error)}`)],
    [t('common.nextStep'), next],
    [t('common.reportTime'), new Date(atMs).toISOString()],
    ...errorRows(error, t),
  ]
  return rows.map(([label, value]) => `${label}: ${value}`).join('\n')
}

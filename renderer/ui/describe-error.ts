import type { TFunction } from 'i18next'
import { isOssErrorCode } from '../../storage-core/model/error-table.ts'

export interface ErrorDescription {
  /** One sentence: what happened. */
  readonly what: string
  /** One sentence: what to do about it. */
  readonly next: string
}

/** The sentences for an error code, in the window's language. Codes that only a remote service knows keep their own name. */
export function describeError(code: string, t: TFunction): ErrorDescription {
  if (isOssErrorCode(code)) return { what: t(`errors.${code}.what`), next: t(`errors.${code}.next`) }
  return { what: t('errors.unknown.what', { code }), next: t('errors.unknown.next') }
}

import type { TFunction } from 'i18next'
import { isOssErrorCode, storageFullMessage } from '../../storage-core/model/error-table.ts'

export interface ErrorDescription {
  /** One sentence: what happened. */
  readonly what: string
  /** One sentence: what to do about it. */
  readonly next: string
}

/** The sentences for an error code, in the window's language. Codes that only a remote service knows keep their own name. */
export function describeError(code: string, t: TFunction, message?: string): ErrorDescription {
  // The one internal error that the user can do something about.
  if (code === 'InternalError' && message === storageFullMessage) return describeError('LocalDiskFull', t)
  if (isOssErrorCode(code)) return { what: t(`errors.${code}.what`), next: t(`errors.${code}.next`) }
  return { what: t('errors.unknown.what', { code }), next: t('errors.unknown.next') }
}

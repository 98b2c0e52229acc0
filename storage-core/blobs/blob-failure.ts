import { isOssError, ossError, type OssError } from '../model/oss-error.ts'

/**
 * What the caller of a blob operation gets to see when a file operation fails: InternalError, the error of the operating
 * system kept as its cause for the log. Blob ids are random, so naming one tells nothing about anybody's objects.
 */
export function blobFailure(what: string, cause?: unknown): OssError {
  if (isOssError(cause)) return cause
  return ossError('InternalError', { cause: new Error(what, cause === undefined ? undefined : { cause }) })
}

/** Runs one file operation, turning its failure into a blobFailure. */
export async function fileStep<T>(what: string, step: () => Promise<T>): Promise<T> {
  try {
    return await step()
  } catch (error) {
    throw blobFailure(what, error)
  }
}

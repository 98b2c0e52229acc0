import { createOssSigner, type OssSignerOptions } from './oss-signer.ts'
import type { RequestSigner } from './request-signer.ts'

export type V4SignerOptions = Omit<OssSignerOptions, 'version'>

/** Signs with V4, by the clock of the service as far as it is known. */
export const createV4Signer = (options: V4SignerOptions): RequestSigner => createOssSigner({ ...options, version: 'v4' })

import type { OssiaApi } from './methods.ts'
import type { UploadSource } from './schemas.ts'

/** `window.ossia`, frozen by the preload. */
export interface WindowApi extends Omit<OssiaApi, 'files'> {
  readonly files: OssiaApi['files'] & {
    /** Registers files and folders from a drop or a paste; anything that is not a local file is left out. */
    readonly registerDropped: (files: readonly File[]) => Promise<UploadSource[]>
  }
}

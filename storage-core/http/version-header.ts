import type { FlatHeaders } from './reply.ts'

/** `x-oss-version-id`, where versions have ids to show. */
export function versionHeader({ versionId }: { readonly versionId?: string }): FlatHeaders {
  return versionId === undefined ? [] : ['x-oss-version-id', versionId]
}

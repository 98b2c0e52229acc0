import { RemoteError } from '../errors.ts'

/** Services refuse requests whose time is further off than this (OSS documentation, "RequestTimeTooSkewed"). */
const toleratedMs = 15 * 60_000

/**
 * The service's time when a request was refused because it was signed by a wrong clock. HEAD answers have no body to say so,
 * and some services only say that access is denied: a Date too far from the time of signing tells then.
 * @param signedAtMs the time the request was signed with
 */
export function skewOf(error: unknown, signedAtMs: number): { readonly serverTimeMs: number } | undefined {
  if (!(error instanceof RemoteError) || error.serverTimeMs === undefined) return undefined
  const { code, status, serverTimeMs } = error
  const isFar = Math.abs(serverTimeMs - signedAtMs) > toleratedMs
  return code === 'RequestTimeTooSkewed' || ((status === 403 || status === 400) && isFar) ? { serverTimeMs } : undefined
}

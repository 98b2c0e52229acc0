import { errorTable } from '../../../storage-core/model/error-table.ts'
import { RemoteError } from '../errors.ts'
import type { ProxyServer } from '../../contract/proxy.ts'
import { nameOfChoice } from './proxy-list.ts'

/** Nothing of it names the user of the proxy, nor holds an error that does. */
function proxyError(code: 'ProxyUnreachable' | 'ProxyRefused' | 'ProxyAuthenticationRequired', server: ProxyServer, details: Readonly<Record<string, string>>, retryable: boolean): RemoteError {
  return new RemoteError({ code, message: errorTable[code].message, status: 0, retryable, details: { proxy: nameOfChoice(server), ...details } })
}

/** The proxy itself cannot be reached, or its certificate is not trusted. */
export function proxyUnreachable(server: ProxyServer, error: unknown): RemoteError {
  const cause = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : error instanceof Error ? error.message : String(error)
  return proxyError('ProxyUnreachable', server, { cause }, !/CERT|TLS|SSL|SELF_SIGNED|UNABLE_TO/.test(cause))
}

/** The proxy is there and does not let this through, or cannot reach the endpoint itself. */
export function proxyRefused(server: ProxyServer, cause: string, retryable: boolean): RemoteError {
  return proxyError('ProxyRefused', server, { cause }, retryable)
}

/** RFC 9110, section 15.5.8. @param schemes what the proxy would take, as it said */
export function proxyWantsAuthentication(server: ProxyServer, schemes: string | undefined): RemoteError {
  return proxyError('ProxyAuthenticationRequired', server, schemes === undefined ? {} : { schemes: schemes.replaceAll(/=("[^"]*"|[^\s,]*)/g, '').slice(0, 200) }, false)
}

/**
 * The two endpoints OSS shows for a bucket. Clients dial them afterwards, so a local store answers with the host and port it
 * was reached by; under Alibaba's own domain the internal name follows the real scheme.
 */
export function endpoints(endpoint: string): { readonly extranet: string; readonly intranet: string } {
  const internal = endpoint.replace(/^(oss-[a-z0-9-]+?)(?:-internal)?\.aliyuncs\.com/, '$1-internal.aliyuncs.com')
  return { extranet: endpoint, intranet: internal }
}

/**
 * The two endpoints OSS shows for a bucket. Clients dial them afterwards, so a local store answers with the host and port it
 * was reached by; under Alibaba's own domain the internal name follows the real scheme, and where the host is that of a region
 * under `localhost`, the bucket's own takes its place.
 */
export function endpoints(endpoint: string, region: string): { readonly extranet: string; readonly intranet: string } {
  const own = endpointOfRegion(endpoint, region)
  const internal = own.replace(/^(oss-[a-z0-9-]+?)(?:-internal)?\.aliyuncs\.com/, '$1-internal.aliyuncs.com')
  return { extranet: own, intranet: internal }
}

/** The same endpoint for another region, when it is one that names a region and is this machine's. */
export function endpointOfRegion(endpoint: string, region: string): string {
  return endpoint.replace(/^((?:s3\.)?oss-)[a-z0-9-]+(\.localhost(?::\d+)?)$/, `$1${region}$2`)
}

/**
 * What a Host header says. `path` means the endpoint itself, so the bucket is in the path; `bucket` names one. `base` is the
 * endpoint as the client knows it, with its port. `isS3`: it is the endpoint for S3 tools. `region`: it is that of one region.
 */
export type HostReading = { readonly base: string; readonly isS3?: true; readonly region?: string } & (
  | { readonly kind: 'path' }
  | { readonly kind: 'bucket'; readonly bucket: string }
)

const loopbackV4 = /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/
// `oss`, or `oss-` and a region id. A bucket may itself be called `oss-data`, which is no region.
const endpointLabel = /^oss(?:-((?:cn|ap|us|eu|me|na|sa|af|rg)-[a-z0-9-]+?)(?:-internal)?)?$/

/**
 * Reads a Host header. Only names that cannot belong to a web page's own server are accepted, which is what keeps DNS
 * rebinding out: loopback addresses, `localhost` and what is under it, and Alibaba's own domain (clients given an IP
 * address send `bucket.oss-cn-hangzhou.aliyuncs.com`).
 * @returns undefined for any other host
 */
export function readHost(host: string): HostReading | undefined {
  const { name, port } = splitPort(host.toLowerCase())
  if (name === 'localhost' || name === '[::1]' || loopbackV4.test(name)) return { kind: 'path', base: host.toLowerCase() }
  if (name.endsWith('.localhost')) return readLabels(name.slice(0, -10), 'localhost', port, true)
  if (name.endsWith('.aliyuncs.com')) return readLabels(name.slice(0, -13), 'aliyuncs.com', port, false)
  return undefined
}

/** A second Host could be the one that something before or behind the endpoint goes by (RFC 9112, section 3.2). */
export function hasSeveralHosts(rawHeaders: readonly string[]): boolean {
  let hosts = 0
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at]
    if (name?.length === 4 && name.toLowerCase() === 'host') hosts += 1
  }
  return hosts > 1
}

function splitPort(host: string): { readonly name: string; readonly port: string } {
  const match = /^(.*?)(:\d{1,5})?$/.exec(host)
  return { name: match?.[1] ?? host, port: match?.[2] ?? '' }
}

function readLabels(labels: string, domain: string, port: string, bareDomain: boolean): HostReading | undefined {
  const dot = labels.lastIndexOf('.')
  const last = labels.slice(dot + 1)
  const label = endpointLabel.exec(last)
  if (label !== null) {
    const base = `${last}.${domain}${port}`
    const bucket = dot < 0 ? '' : labels.slice(0, dot)
    // `ali-oss` writes its missing bucket into the host of service requests.
    const reading: HostReading = bucket === '' || bucket === 'undefined' ? { kind: 'path', base } : readS3(bucket, base)
    // Whoever names a region under `localhost` means it. In Alibaba's own domain SDKs write one that nobody chose.
    return label[1] === undefined || !bareDomain ? reading : { ...reading, region: label[1] }
  }
  return bareDomain ? readS3(labels, `${domain}${port}`) : undefined
}

/** OSS's endpoints for S3 tools have `s3.` before the rest; no bucket can have so short a name. */
function readS3(labels: string, rest: string): HostReading {
  if (labels === 's3') return { kind: 'path', base: `s3.${rest}`, isS3: true }
  if (labels.endsWith('.s3')) return { kind: 'bucket', bucket: labels.slice(0, -3), base: `s3.${rest}`, isS3: true }
  return { kind: 'bucket', bucket: labels, base: rest }
}

/** Host headers repeat from request to request; this remembers the last few readings. */
export function createHostReader(maxEntries = 512): (host: string) => HostReading | undefined {
  const known = new Map<string, HostReading | undefined>()
  return (host) => {
    const cached = known.get(host)
    if (cached !== undefined || known.has(host)) return cached
    if (known.size >= maxEntries) known.clear()
    const reading = readHost(host)
    known.set(host, reading)
    return reading
  }
}

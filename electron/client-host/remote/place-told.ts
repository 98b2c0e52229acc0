import { RemoteError } from '../errors.ts'

const regionCodes = new Set(['AuthorizationHeaderMalformed', 'PermanentRedirect', 'TemporaryRedirect', 'IllegalLocationConstraintException', 'Http301', 'Http307'])

export interface PlaceTold {
  readonly region?: string | undefined
  /** As the service wrote it: host, perhaps with a port, perhaps with the bucket before it. */
  readonly endpoint?: string | undefined
}

/** Where the service says the bucket or the signature belongs, when it was asked in the wrong place. */
export function placeTold(error: unknown): PlaceTold | undefined {
  if (!(error instanceof RemoteError)) return undefined
  const endpoint = error.details['Endpoint']
  const region = error.details['Region'] ?? regionIn(endpoint)
  const isPlace = regionCodes.has(error.code) || (error.status === 403 && endpoint !== undefined) || (error.status >= 400 && /signing region|wrong region|region .* is wrong/i.test(error.message))
  return isPlace ? { region: region ?? error.details[bucketRegion], endpoint } : undefined
}

/** OSS documentation, "Regions and endpoints"; private clouds and the local store name theirs alike. */
function regionIn(endpoint = ''): string | undefined {
  const [, region, dualStack] = /(?:^|[./])(?:oss-((?:cn|ap|us|eu|me|na|sa|af|rg)-[a-z0-9-]+?)(?:-internal)?|([a-z0-9-]+)\.oss)\./i.exec(endpoint) ?? []
  return (region ?? dualStack)?.toLowerCase()
}

/** Detail that holds what S3 says in `x-amz-bucket-region`, with whatever it answers: for a HEAD that is all there is. */
export const bucketRegion = 'BucketRegion'

import type { Answers } from '../answers.ts'
import { createDispatch, type Dispatch, type QueryVocabulary } from '../dispatch.ts'
import { toS3Headers } from './s3-headers.ts'
import { s3ErrorXml, shownError } from './s3-error.ts'
import { s3Operations } from './s3-operation-table.ts'

const choosing: ReadonlySet<string> = new Set(
  ('accelerate acl analytics append attributes cors delete encryption intelligent-tiering inventory legal-hold lifecycle location ' +
    'logging metadataConfiguration metadataTable metrics notification object-lock ownershipControls partNumber policy policyStatus ' +
    'publicAccessBlock renameObject replication requestPayment restore retention select session tagging torrent uploadId uploads ' +
    'versioning versions website').split(' '),
)
const shaping: ReadonlySet<string> = new Set(
  ('AWSAccessKeyId Expires Signature bucket-region continuation-token delimiter encoding-type fetch-owner id key-marker list-type ' +
    'marker max-buckets max-keys max-parts max-uploads part-number-marker prefix response-cache-control ' +
    'response-content-disposition response-content-encoding response-content-language response-content-type response-expires ' +
    'start-after upload-id-marker version-id-marker versionId').split(' '),
)

const vocabulary: QueryVocabulary = {
  chooses: (name) => choosing.has(name),
  // `x-id` names the operation once more, for people who read logs.
  shapes: (name) => shaping.has(name) || /^x-/i.test(name),
}

/** Chooses the operation of an S3 request by the request as it came, not as it is translated. */
export const dispatchS3: Dispatch = createDispatch(s3Operations, vocabulary)

/** How answers are worded, errors among them. */
export const s3Answers: Answers = {
  commonHeaders: (requestId) => ['Server', 'AliyunOSS', 'x-amz-request-id', requestId, 'x-amz-id-2', requestId, 'x-oss-s3-compat', 'true'],
  error: (error, { requestId, hostId, address }) => ({
    status: shownError(error).status,
    headers: toS3Headers(Object.entries(error.headers).flat()),
    xml: s3ErrorXml(error, requestId, hostId, address),
  }),
}

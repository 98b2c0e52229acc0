import { ossError } from '../../model/oss-error.ts'
import { emptyReply, type FlatHeaders, type Reply } from '../reply.ts'
import type { Identity, RequestContext } from '../request-context.ts'
import type { Callback } from './parse-callback.ts'
import { renderCallback } from './render-callback.ts'
import { sendCallback } from './send-callback.ts'

/** What was stored. */
export interface StoredObject {
  readonly key: string
  readonly etag: string
  readonly sizeBytes: number
  readonly crc64: bigint
  readonly contentMd5: string
  readonly mimeType: string
  readonly operation: 'PutObject' | 'PostObject' | 'CompleteMultipartUpload'
  readonly versionId?: string
}

/**
 * Calls back for an object that is stored already, and stays whatever happens here.
 * @returns what answers the upload instead of its own body
 * @throws OssError CallbackFailed
 */
export async function runCallback(
  context: RequestContext,
  callback: Callback,
  stored: StoredObject,
  requester: Identity = context.identity,
): Promise<Buffer> {
  const { bucket, requestId } = context
  const facts = {
    bucket,
    object: stored.key,
    etag: stored.etag,
    size: stored.sizeBytes,
    mimeType: stored.mimeType,
    crc64: stored.crc64.toString(),
    contentMd5: stored.contentMd5,
    clientIp: context.clientAddress,
    reqId: requestId,
    operation: stored.operation,
  }
  try {
    return await sendCallback({
      callback,
      body: renderCallback(callback, facts),
      allowLocal: context.allowLocalCallbacks,
      network: context.network,
      headers: {
        'x-oss-bucket': bucket,
        'x-oss-requester': requester.kind === 'anonymous' ? '' : requester.owner.id,
        'x-oss-request-id': requestId,
        'x-oss-signature-version': '1.0',
        'x-oss-tag': 'CALLBACK',
      },
    })
  } catch (cause) {
    throw ossError('CallbackFailed', {
      cause,
      headers: { ETag: `"${stored.etag}"`, ...(stored.versionId === undefined ? {} : { 'x-oss-version-id': stored.versionId }) },
    })
  }
}

/** The answer of an upload: its headers, and the callback's answer for a body. */
export function callbackReply(answer: Buffer | undefined, headers: FlatHeaders, status = 200): Reply {
  if (answer === undefined) return emptyReply(status, headers)
  return { status: 200, headers: ['Content-Type', 'application/json', ...headers], body: answer }
}

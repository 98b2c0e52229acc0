import type { OssAction } from '../../policy/actions.ts'
import { operation, type BoundOperation, type Match, type OperationParts } from '../operation.ts'
import { xmlReply, type FlatHeaders, type Reply } from '../reply.ts'
import { element, xmlDeclaration } from '../xml/write-xml.ts'
import { toS3Headers } from './s3-headers.ts'

export interface S3Form<Input, Output> {
  /** S3's own name of the operation. */
  readonly name: string
  /** Where S3 asks for it in another way. */
  readonly match?: Match
  /** Where S3 reads the same request differently. */
  readonly parse?: OperationParts<Input, Output>['parse']
  /** Where S3 does something else. */
  readonly run?: OperationParts<Input, Output>['run']
  /** Where S3 words the answer differently; headers are OSS's. */
  readonly serialize?: OperationParts<Input, Output>['serialize']
}

/** An operation of OSS as S3 knows it: the same input, the same work and permission, another wording. */
export function asS3<Input, Output>(oss: BoundOperation<Input, Output>, form: S3Form<Input, Output>): BoundOperation<Input, Output> {
  return s3Operation({ ...oss, ...form })
}

/** An operation of S3's own making, over the same engine. `serialize` may name headers as OSS does. */
export function s3Operation<Input, Output>(parts: OperationParts<Input, Output>): BoundOperation<Input, Output> {
  return operation({
    ...parts,
    serialize(context, output, input) {
      const reply = parts.serialize(context, output, input)
      return { ...reply, headers: toS3Headers(reply.headers) }
    },
  })
}

export const s3Namespace = 'http://s3.amazonaws.com/doc/2006-03-01/'

/** A document with S3's namespace on its root. */
export function s3Xml(root: string, content: string, headers?: FlatHeaders): Reply {
  return xmlReply(`${xmlDeclaration}<${root} xmlns="${s3Namespace}">${content}</${root}>\n`, headers)
}

/** S3 writes ETags in lower case. */
export function etagXml(etag: string): string {
  return element('ETag', `"${etag.toLowerCase()}"`)
}

/** What a bucket answers about a feature that was never configured. */
export function notConfigured(name: string, subResource: string, action: OssAction, answer: () => Reply): BoundOperation<void, void> {
  return s3Operation({
    name,
    match: { method: 'GET', scope: 'bucket', subResource },
    action,
    parse: () => undefined,
    run: async () => undefined,
    serialize: answer,
  })
}

import type { IncomingMessage } from 'node:http'
import type { Engine } from '../engine/engine.ts'
import type { VersionAddress, WriteCondition } from '../engine/object-engine.ts'
import type { Bucket, Owner } from '../model/bucket.ts'
import type { ObjectChecksum, UploadChecksum } from '../model/object-checksum.ts'
import type { OssAction } from '../policy/actions.ts'
import type { Network } from '../platform/platform.ts'
import type { Principal } from '../policy/principal.ts'
import type { QueryPair } from '../signature/request.ts'
import type { FindKey } from '../signature/signing-key.ts'
import type { SigningKeyCache } from '../signature/v4.ts'
import type { BucketRules } from './access/bucket-rules.ts'
import type { StatedFacts } from './access/request-facts.ts'
import type { Address } from './target.ts'

/** Who sent the request, once its signature is checked. */
export type Identity =
  | { readonly kind: 'anonymous'; readonly principal: Principal }
  | {
      /** The account itself, one of its RAM users, or whoever assumed one of its roles. */
      readonly kind: 'account' | 'user' | 'role'
      /** The account, which owns whatever is created. */
      readonly owner: Owner
      readonly accessKeyId: string
      /** True for STS credentials. */
      readonly isTemporary: boolean
      /** True for the key pair that the app signs its own requests with; it is another one at each start. */
      readonly isOfApp?: true
      /** With the policies that apply now, parsed. */
      readonly principal: Principal
    }

export interface RequestChecksums {
  /** What the body was held against; to be asked once it was read. */
  readonly ofBody: () => ObjectChecksum | undefined
  /** What the multipart upload that begins is to have. */
  readonly ofUpload: UploadChecksum | undefined
}

/** A request whose signature was checked and whose action was allowed. Only the listener makes these. */
export interface RequestContext extends Address {
  readonly requestId: string
  readonly engine: Engine
  readonly identity: Identity
  /** The bucket of the request; absent for requests on the service and for PutBucket. */
  readonly bucketRecord: Bucket | undefined
  /** The same with what is configured for it. */
  readonly rules: BucketRules | undefined
  /** Nothing is configured that could refuse the sender anything in the bucket of the request. */
  readonly isUnquestioned: boolean
  /** A web page sent it, and the bucket's CORS rules let it. */
  readonly isFromAllowedPage: boolean
  /** What the write that is asked for depends on. OSS has nothing of the kind. */
  readonly writeCondition: WriteCondition | undefined
  /** What S3 keeps of checksums beside an object. OSS has nothing of the kind. */
  readonly checksums: RequestChecksums | undefined
  readonly query: readonly QueryPair[]
  /** Headers by lower-case name. */
  readonly headers: IncomingMessage['headers']
  /** Short region id new buckets get: that of the endpoint, where it names one. */
  readonly region: string
  /** The endpoint as the client addressed it: host and port, without the bucket. */
  readonly endpoint: string
  /** The address the request came from. */
  readonly clientAddress: string
  /** Whether callbacks may go to this machine and to private networks. */
  readonly allowLocalCallbacks: boolean
  /** For what a request makes the store tell others. */
  readonly network: Network
  /** Aborted when the client goes away before the answer is complete. */
  readonly signal: AbortSignal
  /**
   * The body, to be read once. Asking for it is what answers `Expect: 100-continue`, so an operation does that after
   * everything it can check from the headers.
   */
  body(): AsyncIterable<Uint8Array>
  /** Checks a further permission, such as reading the source of a copy. @throws OssError AccessDenied, NoSuchBucket */
  authorize(action: OssAction, address: VersionAddress, stated?: StatedFacts): Promise<void>
  /** For operations whose body says who sent it. */
  readonly security: FormSecurity
  authorizeAs(identity: Identity, action: OssAction, address: VersionAddress, stated?: StatedFacts): Promise<void>
}

/** What it takes to find out who signed a form. */
export interface FormSecurity {
  nowMs(): number
  readonly findKey: FindKey
  readonly signingKey: SigningKeyCache
  /** @throws OssError InvalidAccessKeyId */
  identify(accessKeyId: string): Identity
}

import type { LifecycleConfiguration } from './lifecycle.ts'

/**
 * What can be configured for a bucket besides what every write must know, which is part of `Bucket`. Each setting is replaced
 * as a whole and stored under its name here; a bucket that has none of a name behaves as OSS documents the absence.
 */
export interface BucketSettings {
  readonly policy: BucketPolicySetting
  readonly publicAccessBlock: PublicAccessBlock
  readonly cors: CorsConfiguration
  readonly referer: RefererConfiguration
  readonly requestPayment: RequestPayment
  readonly lifecycle: LifecycleConfiguration
}
export type BucketSettingName = keyof BucketSettings

/** What can be configured for an account; it counts for all buckets of the account. */
export interface AccountSettings {
  readonly publicAccessBlock: PublicAccessBlock
}
export type AccountSettingName = keyof AccountSettings

/** OSS documentation, "PutBucketPolicy". */
export interface BucketPolicySetting {
  /** The JSON in OSS's language, as it was put in it. */
  readonly text: string
  /** The same in S3's language, where it was put in that. */
  readonly s3Text?: string
}

/** OSS documentation, "PutBucketPublicAccessBlock". */
export interface PublicAccessBlock {
  readonly blockPublicAccess: boolean
}

/** OSS documentation, "PutBucketCors". */
export interface CorsConfiguration {
  /** 1 to 10; the first that fits a request counts. */
  readonly rules: readonly CorsRule[]
  /** `Vary: Origin` in every answer to a request with an origin. */
  readonly responseVary: boolean
}

export interface CorsRule {
  /** With at most one `*` each, as the headers. */
  readonly allowedOrigins: readonly string[]
  readonly allowedMethods: readonly CorsMethod[]
  readonly allowedHeaders: readonly string[]
  readonly exposeHeaders: readonly string[]
  readonly maxAgeSeconds?: number
}

export const corsMethods = ['GET', 'PUT', 'DELETE', 'POST', 'HEAD'] as const
export type CorsMethod = (typeof corsMethods)[number]

/** OSS documentation, "PutBucketReferer". Patterns may hold `*` and `?`. */
export interface RefererConfiguration {
  readonly allowEmptyReferer: boolean
  /** Compare without what follows `?`. */
  readonly allowTruncateQueryString: boolean
  /** Compare without the path. */
  readonly truncatePath: boolean
  readonly referers: readonly string[]
  readonly blacklist: readonly string[]
}

/** OSS documentation, "PutBucketRequestPayment". */
export interface RequestPayment {
  readonly payer: Payer
}
export const payers = ['BucketOwner', 'Requester'] as const
export type Payer = (typeof payers)[number]

import type { Draft, Setting } from '../world.ts'

export interface Table {
  readonly title: string
  readonly setting: Setting
  /** who, action, key or `-`, yes or no, the rule that decided, and what is special about the request. */
  readonly rows: string
}

export const bucket = 'acs:oss:*:*:data'
export const objects = 'acs:oss:*:*:data/*'
export const both = [bucket, objects]
export const allow = (rest: Draft): Draft => ({ Effect: 'Allow', ...rest })
export const deny = (rest: Draft): Draft => ({ Effect: 'Deny', ...rest })
export const internet = { StringNotLike: { 'acs:SourceVpc': 'vpc-*' } }

/**
 * A policy document as OSS and RAM write it, with every element that may be one value or a list made a list. The member
 * names are those of the JSON, so that a document prints and stores as it is (OSS documentation, "Policy syntax and
 * elements"; RAM documentation, "Policy structure and syntax").
 *
 * Documents come from `parsePolicy`, and are never changed: what is compiled from one is remembered for it.
 */
export interface PolicyDocument {
  readonly Version: '1'
  readonly Statement: readonly Statement[]
}

/** Operator, then condition key, then the values of which one must fit. */
export type ConditionBlock = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>

/** Whom a role trusts: `acs:ram::UID:root` and the like, services such as `ecs.aliyuncs.com`, or identity providers. */
export interface TrustedPrincipals {
  readonly RAM?: readonly string[]
  readonly Service?: readonly string[]
  readonly Federated?: readonly string[]
}

export interface Statement {
  /** Decides nothing; shown where the statement is named. */
  readonly Sid?: string
  readonly Effect: 'Allow' | 'Deny'
  /** Exactly one of `Action` and `NotAction` is there. `NotAction` is for RAM policies. */
  readonly Action?: readonly string[]
  readonly NotAction?: readonly string[]
  /** Bucket policies: account and RAM user UIDs, `*`, `arn:sts::UID:assumed-role/ROLE/SESSION`. An empty list means `*`. */
  readonly Principal?: readonly string[] | TrustedPrincipals
  /** Absent in trust policies only. */
  readonly Resource?: readonly string[]
  /** For RAM policies, instead of `Resource`. */
  readonly NotResource?: readonly string[]
  readonly Condition?: ConditionBlock
}

/** Where a document is used, which decides what it may contain. */
export type PolicyKind = 'bucket' | 'ram' | 'session' | 'trust'

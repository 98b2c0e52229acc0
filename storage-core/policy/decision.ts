/** The statement that made a decision, by where it is written. */
export interface StatementReference {
  readonly policy: 'bucket' | 'identity' | 'session' | 'trust'
  /** The name under which an identity has the policy. Absent for the others. */
  readonly policyName?: string
  /** From 0, in the order of the document. */
  readonly index: number
  readonly sid?: string
}

/** The rule that decided. */
export type DecisionReason =
  /** A statement with Effect Deny matched: `statement` says which. */
  | 'explicit-deny'
  /** The session policy allows nothing of it. */
  | 'session-policy'
  /** A statement with Effect Allow matched: `statement` says which. */
  | 'policy-allow'
  /** The account of the bucket, or on its own service. */
  | 'account-itself'
  | 'bucket-owner'
  /** Nobody is let into the service unsigned. */
  | 'anonymous-service'
  /** No policy allows it, and no ACL opens what manages a bucket or an object. */
  | 'management-by-stranger'
  | 'no-policy-allows'
  | 'object-acl'
  | 'bucket-acl'
  /** An ACL opens it, and public access is blocked. */
  | 'public-access-blocked'
  /** The role does not trust whoever wants to assume it. */
  | 'trust-policy'
  | 'account-cannot-assume-role'

export interface Decision {
  readonly allowed: boolean
  readonly reason: DecisionReason
  /** The first that decided, where several did. */
  readonly statement?: StatementReference
  /** Every kind of policy that has a Deny for it. */
  readonly deniedBy?: readonly StatementReference['policy'][]
}

/** One step of the way to a decision, in the order in which OSS takes them. */
export type StageName =
  | 'explicit-deny'
  | 'session-policy'
  | 'identity-policies'
  | 'bucket-policy'
  | 'owner'
  | 'block-public-access'
  | 'object-acl'
  | 'bucket-acl'

export interface TraceStage {
  readonly stage: StageName
  /**
   * `allow` and `deny` decided; `none` had nothing to say; `narrowed` matched but counts for nothing (an Allow of the own
   * account on the bucket of another one, a public statement where public access is blocked); `skipped` came after the
   * decision, or does not exist for this request.
   */
  readonly outcome: 'allow' | 'deny' | 'none' | 'narrowed' | 'skipped'
  /** Every statement that matched here. */
  readonly statements: readonly StatementReference[]
}

/** A decision with the way to it, for showing. */
export interface Explanation {
  readonly decision: Decision
  readonly stages: readonly TraceStage[]
}

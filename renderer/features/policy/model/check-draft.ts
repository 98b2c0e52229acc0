import { isPublic } from '../../../../storage-core/policy/public-access.ts'
import type { PolicyDocument } from '../../../../storage-core/policy/document.ts'
import { lintPolicy, type PolicyFinding } from '../../../../storage-core/policy/lint.ts'
import { readPolicy, type PolicyProblem } from '../../../../storage-core/policy/parse-policy.ts'

/** What can be said of a draft before it is saved. */
export interface DraftCheck {
  /** Undefined for no policy, and for a text that OSS would refuse. */
  readonly document: PolicyDocument | undefined
  /** Why OSS would refuse it. */
  readonly problems: readonly PolicyProblem[]
  readonly findings: readonly PolicyFinding[]
  readonly isPublic: boolean
}

/** Checks a policy's text as OSS does, and looks for what is hardly meant. An empty text is no policy. */
export function checkDraft(text: string, bucket: { readonly name: string; readonly ownerId: string }, nowMs: number): DraftCheck {
  if (text.trim() === '') return { document: undefined, problems: [], findings: [], isPublic: false }
  const { document, problems } = readPolicy(text, { kind: 'bucket', bucket })
  if (document === undefined) return { document, problems, findings: [], isPublic: false }
  return { document, problems: [], findings: lintPolicy({ document, bucket, nowMs }), isPublic: isPublic(document) }
}

export type BucketNameProblem = 'short' | 'long' | 'characters' | 'edge' | 'taken'

/**
 * What is wrong with a name while it is being typed, the most helpful complaint first. OSS documentation, "Bucket naming
 * conventions".
 */
export function bucketNameProblem(name: string, taken: readonly string[]): { readonly problem: BucketNameProblem; readonly character?: string } | undefined {
  const character = /[^a-z0-9-]/u.exec(name)?.[0]
  if (character !== undefined) return { problem: 'characters', character }
  if (name.startsWith('-') || name.endsWith('-')) return { problem: 'edge' }
  if (name.length < 3) return { problem: 'short' }
  if (name.length > 63) return { problem: 'long' }
  if (taken.includes(name)) return { problem: 'taken' }
  return undefined
}

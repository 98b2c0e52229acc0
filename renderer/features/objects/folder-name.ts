import { objectKeyProblem } from '../../../storage-core/model/names.ts'

/** What is wrong with a new folder's name, or undefined. `a/b` makes one folder inside another. */
export function folderNameProblem(name: string, prefix: string): 'empty' | 'slash' | 'long' | 'invalid' | undefined {
  if (name.trim() === '') return 'empty'
  if (name.startsWith('/') || name.endsWith('/') || name.includes('//')) return 'slash'
  const problem = objectKeyProblem(`${prefix}${name}/`)
  if (problem === 'too-long') return 'long'
  return problem === undefined ? undefined : 'invalid'
}

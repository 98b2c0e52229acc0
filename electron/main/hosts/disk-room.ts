import { statfsSync } from 'node:fs'

/** A store that cannot even write its lock file and first pages is beyond starting; one that has this much is not. */
const leastBytes = 4 * 1024 * 1024

/** False as well where the system cannot tell, such as for a folder that does not exist. */
export function isDiskFull(folder: string): boolean {
  try {
    const { bavail, bsize } = statfsSync(folder)
    return bavail * bsize < leastBytes
  } catch {
    // Only asked to explain a failure: without an answer the failure itself is told.
    return false
  }
}

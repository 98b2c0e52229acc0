import type { ObjectVersion } from '../../../electron/contract/versions.ts'
import type { Format } from '../../ui/use-format.ts'

type Named = Pick<ObjectVersion, 'versionId' | 'lastModifiedMs'>

const shortestMark = 6
const secondOf = ({ lastModifiedMs }: Named): number => Math.floor(lastModifiedMs / 1000)

/** The end of a version's id: short, and not the same as that of those beside it. The beginnings of ids are often alike. */
export function versionMark(versionId: string, beside: readonly (string | undefined)[]): string {
  const others = beside.filter((other) => other !== undefined && other !== versionId)
  for (let length = shortestMark; length < versionId.length; length++) {
    const mark = versionId.slice(-length)
    if (!others.some((other) => other?.endsWith(mark) === true)) return mark
  }
  return versionId
}

/** When a version was written, to the second; with the end of its id where another one is of the same second. */
export function versionName(version: Named, beside: readonly (Named | undefined)[], format: Pick<Format, 'exactTime'>): string {
  const time = format.exactTime(version.lastModifiedMs)
  const alike = beside.filter((other) => other !== undefined && other.versionId !== version.versionId && secondOf(other) === secondOf(version))
  return alike.length === 0 ? time : `${time}\u00a0·\u00a0${versionMark(version.versionId, alike.map((other) => other?.versionId))}`
}

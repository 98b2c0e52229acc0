import type { VersionUsage, VersionUsageReport } from '../../contract/as-of.ts'
import type { ListedVersion, VersionsProvider } from '../providers/versions-provider.ts'
import { walkVersions } from '../versions/walk-versions.ts'

interface MutableUsage {
  readonly current: { count: number; bytes: number }
  readonly noncurrent: { count: number; bytes: number }
  deleteMarkers: number
}
const nothing = (): MutableUsage => ({ current: { count: 0, bytes: 0 }, noncurrent: { count: 0, bytes: 0 }, deleteMarkers: 0 })

function count(usage: MutableUsage, { isDeleteMarker, isLatest, sizeBytes }: ListedVersion): void {
  if (isDeleteMarker) {
    usage.deleteMarkers++
    return
  }
  const side = isLatest ? usage.current : usage.noncurrent
  side.count++
  side.bytes += sizeBytes
}

const foldersTold = 200
const weightOf = ({ current, noncurrent }: VersionUsage): number => noncurrent.bytes + current.bytes
const heaviestFirst = (a: VersionUsage, b: VersionUsage): number => b.noncurrent.bytes - a.noncurrent.bytes || weightOf(b) - weightOf(a) || b.deleteMarkers - a.deleteMarkers

/** Counts of versions, as they come from a listing, for a place and for each folder in it. */
export function createVersionCount(prefix: string): { add(version: ListedVersion): void; report(): VersionUsageReport } {
  const all = nothing()
  const folders = new Map<string, MutableUsage>()
  return {
    add: (version) => {
      count(all, version)
      const end = version.key.indexOf('/', prefix.length)
      if (end < 0) return
      const folder = version.key.slice(0, end + 1)
      let usage = folders.get(folder)
      if (usage === undefined) folders.set(folder, (usage = nothing()))
      count(usage, version)
    },
    report: () => ({
      current: { ...all.current },
      noncurrent: { ...all.noncurrent },
      deleteMarkers: all.deleteMarkers,
      folderCount: folders.size,
      folders: [...folders]
        .map(([folder, { current, noncurrent, deleteMarkers }]) => ({ prefix: folder, current: { ...current }, noncurrent: { ...noncurrent }, deleteMarkers }))
        .toSorted(heaviestFirst)
        .slice(0, foldersTold),
    }),
  }
}

export interface CountVersions {
  readonly bucket: string
  readonly prefix: string
  readonly signal: AbortSignal
  /** Called at most about four times a second. */
  readonly onProgress: (report: VersionUsageReport) => void
}

const progressEveryMs = 250

/** Reads a version listing to its end. @returns what was counted */
export async function countVersions(provider: VersionsProvider, { bucket, prefix, signal, onProgress }: CountVersions): Promise<VersionUsageReport> {
  const counted = createVersionCount(prefix)
  let lastToldMs = performance.now()
  for await (const { versions } of walkVersions(provider, { bucket, prefix, readsAhead: true, signal })) {
    signal.throwIfAborted()
    for (const version of versions) counted.add(version)
    if (performance.now() - lastToldMs < progressEveryMs) continue
    lastToldMs = performance.now()
    onProgress(counted.report())
  }
  return counted.report()
}

import type { VersionEntry } from '../object-engine.ts'

/** One version or delete marker of the model; `body` is absent for a marker. */
export interface ModelVersion {
  readonly versionId: string
  readonly body?: string
  tags: Readonly<Record<string, string>>
}

/**
 * Versioning as OSS documents it, by the definition: each key is a list, newest first. Nothing is clever here, so that the
 * engine has something to be compared with.
 */
export class VersionModel {
  status: 'Enabled' | 'Suspended' | undefined
  readonly keys = new Map<string, ModelVersion[]>()

  versionsOf(key: string): readonly ModelVersion[] {
    return this.keys.get(key) ?? []
  }

  find(key: string, versionId: string | undefined): ModelVersion | undefined {
    const versions = this.versionsOf(key)
    return versionId === undefined ? versions[0] : versions.find((each) => each.versionId === versionId)
  }

  /** A put, a copy, or with no body a delete that makes a marker. */
  add(key: string, version: ModelVersion): void {
    const older = this.versionsOf(key).filter((each) => each.versionId !== version.versionId)
    this.keys.set(key, [version, ...older])
  }

  remove(key: string, versionId: string): void {
    const left = this.versionsOf(key).filter((each) => each.versionId !== versionId)
    if (left.length > 0) this.keys.set(key, left)
    else this.keys.delete(key)
  }

  sortedKeys(): readonly string[] {
    return [...this.keys.keys()].toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
  }

  /** The whole listing of versions, as text. */
  listVersions(prefix: string, delimiter: string): readonly string[] {
    const lines: string[] = []
    for (const key of this.sortedKeys()) {
      if (!key.startsWith(prefix)) continue
      const at = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length)
      const folded = `prefix ${key.slice(0, at + delimiter.length)}`
      if (at < 0) this.versionsOf(key).forEach((each, index) => lines.push(line(key, each.versionId, index === 0, each.body)))
      else if (lines.at(-1) !== folded) lines.push(folded)
    }
    return lines
  }

  /** The keys that show something. */
  listObjects(): readonly string[] {
    return this.sortedKeys().filter((key) => this.versionsOf(key)[0]?.body !== undefined)
  }
}

export function lineOf(entry: VersionEntry): string {
  if (entry.kind === 'prefix') return `prefix ${entry.prefix}`
  if (entry.kind === 'deleteMarker') return line(entry.marker.key, entry.marker.versionId, entry.marker.isLatest, undefined)
  const { key, versionId, isLatest, sizeBytes } = entry.version
  return line(key, versionId, isLatest, 'x'.repeat(sizeBytes))
}

function line(key: string, versionId: string, isLatest: boolean, body: string | undefined): string {
  return `${key} ${versionId}${isLatest ? ' latest' : ''} ${body === undefined ? 'marker' : `${body.length} bytes`}`
}

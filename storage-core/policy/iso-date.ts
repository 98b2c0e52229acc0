const pattern =
  /^(\d{4})-(\d{2})-(\d{2})(?:T(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?(Z|[+-]\d{2}:\d{2})?)?$/

/**
 * Reads a time as conditions write it (ISO 8601: `2026-01-31`, `2026-01-31T12:00:00Z`, `…+08:00`), as milliseconds since 1970.
 * Without a zone it is UTC. Undefined for anything else, days that no month has among it.
 */
export function parseIsoDate(text: string): number | undefined {
  const found = pattern.exec(text)
  if (found === null) return undefined
  const [, year, month, day, hour = '0', minute = '0', second = '0', fraction = '', zone = 'Z'] = found
  const fields = [Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second)] as const
  const [y, m, d, h, min, s] = fields
  const at = new Date(0)
  at.setUTCFullYear(y, m, d)
  at.setUTCHours(h, min, s, Number(fraction.padEnd(3, '0').slice(0, 3)))
  const read = [at.getUTCMonth(), at.getUTCDate(), at.getUTCHours(), at.getUTCMinutes(), at.getUTCSeconds()]
  const kept = read.every((value, index) => value === fields[index + 1])
  if (!kept) return undefined
  if (zone === 'Z') return at.getTime()
  const [zoneHours, zoneMinutes] = [Number(zone.slice(1, 3)), Number(zone.slice(4, 6))]
  if (zoneHours > 23 || zoneMinutes > 59) return undefined
  const offsetMs = (zoneHours * 60 + zoneMinutes) * 60_000
  return at.getTime() + (zone.startsWith('+') ? -offsetMs : offsetMs)
}

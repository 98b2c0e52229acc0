/**
 * Version ids: 11 digits of the version's sequence and 10 of its time in milliseconds, in an alphabet that sorts as ASCII.
 * So ids sort as the versions were written, the sequence in them finds the row with one lookup, and the time keeps the ids
 * of a store that was set back to a backup apart from those it handed out afterwards. Clients see opaque text.
 */
const digits = '0123456789abcdefghijklmnopqrstuv'
const sequenceDigits = 11
const timeDigits = 10
const pattern = /^[0-9a-v]{21}$/

/** The id of versions written while a bucket's versioning is not enabled. */
export const nullVersionId = 'null'

export function makeVersionId(sequence: number, timeMs: number): string {
  return encode(sequence, sequenceDigits) + encode(timeMs, timeDigits)
}

/** The sequence in an id of this store's form; undefined for other text, which no version can have. */
export function sequenceOfVersionId(versionId: string): number | undefined {
  if (!pattern.test(versionId)) return undefined
  let sequence = 0
  for (const digit of versionId.slice(0, sequenceDigits)) sequence = sequence * 32 + digits.indexOf(digit)
  return Number.isSafeInteger(sequence) ? sequence : undefined
}

function encode(value: number, length: number): string {
  let rest = value
  let text = ''
  while (text.length < length) {
    text = digits.charAt(rest % 32) + text
    rest = Math.floor(rest / 32)
  }
  return text
}

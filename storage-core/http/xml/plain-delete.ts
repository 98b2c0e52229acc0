import type { XmlElement } from './parse-xml.ts'

const beginning = /^(?:<\?xml[^<>?]*\?>)?\s*<Delete(?: xmlns="[^"<>&]*")?>\s*(?:<Quiet>([^<&\r]*)<\/Quiet>\s*)?/
const oneObject = /<Object>\s*<Key>([^<&\r]*)<\/Key>\s*<\/Object>\s*/y
const ending = /^(?:<Quiet>([^<&\r]*)<\/Quiet>\s*)?<\/Delete>\s*$/

/**
 * Reads a list of keys to delete in the form that clients send it: plain elements, without references, attributes and
 * versions. A thousand keys take the general parser longer than their deletion takes the store.
 * @returns undefined for any other document, well formed or not, which is then the general parser's
 */
export function readPlainDelete(text: string): XmlElement | undefined {
  const head = beginning.exec(text)
  if (head === null) return undefined
  const objects: XmlElement[] = []
  let at = head[0].length
  for (;;) {
    oneObject.lastIndex = at
    const key = oneObject.exec(text)?.[1]
    if (key === undefined) break
    objects.push({ Key: key })
    at = oneObject.lastIndex
  }
  const tail = ending.exec(text.slice(at))
  if (tail === null || (head[1] !== undefined && tail[1] !== undefined)) return undefined
  const quiet = head[1] ?? tail[1]
  return quiet === undefined ? { Object: objects } : { Quiet: quiet, Object: objects }
}

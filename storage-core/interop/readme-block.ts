import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { keyId, keySecret } from './store-process.ts'

/**
 * What the README tells users of a client to write into its configuration, for this store: what is told has to work.
 * @param client as the README writes it in bold
 */
export async function readmeBlock(client: string, host: string): Promise<string> {
  const readme = await readFile(path.resolve(import.meta.dirname, '../../README.md'), 'utf8')
  const [, section = ''] = readme.split(`**${client}**`)
  const block = /```\w*\n([^`]*)```/.exec(section)?.[1]
  if (block === undefined) throw new Error(`The README has no block for ${client}`)
  return block.replaceAll('127.0.0.1:9000', host).replaceAll(/\bKEY_ID\b/g, keyId).replaceAll(/\bKEY_SECRET\b/g, keySecret)
}

// npm run support-table: writes the table of supported operations into README.md.
import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { operations } from '../http/operation-table.ts'
import { supportTable, withSupportTable } from './support-table.ts'

const readme = path.resolve('README.md')
await writeFile(readme, withSupportTable(await readFile(readme, 'utf8'), supportTable(operations)))

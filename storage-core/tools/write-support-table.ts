// npm run support-table: writes the tables of supported operations into README.md.
import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { withSupportTables } from './support-table.ts'

const readme = path.resolve('README.md')
await writeFile(readme, withSupportTables(await readFile(readme, 'utf8')))

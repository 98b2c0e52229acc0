import { operations } from '../http/operation-table.ts'
import type { Operation, Scope } from '../http/operation.ts'
import { unconfigured } from '../http/s3/operations/unconfigured.ts'
import { s3Operations } from '../http/s3/s3-operation-table.ts'

const scopes: readonly (readonly [Scope, string, string])[] = [
  ['service', 'Service', '/'],
  ['bucket', 'Buckets', '/'],
  ['object', 'Objects', '/KEY'],
]

/** The lines between which the README holds a table. */
export interface TablePlace {
  readonly start: string
  readonly end: string
}
export const ossPlace: TablePlace = { start: '<!-- operations: written by `npm run support-table` -->', end: '<!-- operations end -->' }
export const s3Place: TablePlace = { start: '<!-- S3 operations: written by `npm run support-table` -->', end: '<!-- S3 operations end -->' }

/** Markdown of everything the endpoint answers, from the same table that dispatches requests. */
export function supportTable(rowsOf: readonly Operation[]): string {
  const rows = scopes.flatMap(([scope, title, path]) =>
    rowsOf
      .filter((operation) => operation.match.scope === scope)
      .toSorted((a, b) => (a.name < b.name ? -1 : 1))
      .map((operation, index) => `| ${index === 0 ? title : ''} | ${operation.name} | \`${requestLine(operation, path)}\` | ${actions(operation)} |`),
  )
  return ['| | operation | request | permission |', '| --- | --- | --- | --- |', ...rows].join('\n')
}

/** The same of the S3 dialect. What no bucket ever had configured is no row: it is only answered. */
export function s3SupportTable(all: readonly Operation[], never: readonly Operation[]): string {
  const built = all.filter((operation) => !never.includes(operation))
  const names = never.map(({ name }) => name).join(', ')
  return `${supportTable(built)}\n\nAnswered as S3 answers for a bucket on which it was never configured: ${names}.`
}

function requestLine({ match }: Operation, path: string): string {
  // Without a sub-resource companions may be there or not.
  const keys = match.subResource === undefined ? [] : [...(match.companions ?? []), match.subResource]
  const query = match.query === undefined ? keys.join('&') : match.query.join('=')
  return `${match.method} ${path}${query === '' ? '' : `?${query}`}${match.header === undefined ? '' : ` + ${match.header}`}`
}

function actions({ action, versionAction }: Operation): string {
  return versionAction === undefined ? `\`${action}\`` : `\`${action}\`, with a version \`${versionAction}\``
}

/** The document with one table in it replaced. @throws Error when the document has no place for it */
export function withTable(document: string, place: TablePlace, table: string): string {
  const start = document.indexOf(place.start)
  const end = document.indexOf(place.end)
  if (start < 0 || end < start) throw new Error('The document does not say where the table belongs')
  return `${document.slice(0, start)}${place.start}\n\n${table}\n\n${document.slice(end)}`
}

/** The document with both tables as the endpoint dispatches now. @throws Error as `withTable` */
export function withSupportTables(document: string): string {
  const withOss = withTable(document, ossPlace, supportTable(operations))
  return withTable(withOss, s3Place, s3SupportTable(s3Operations, unconfigured))
}

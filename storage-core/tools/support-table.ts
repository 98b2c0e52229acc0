import type { Operation, Scope } from '../http/operation.ts'

const scopes: readonly (readonly [Scope, string, string])[] = [
  ['service', 'Service', '/'],
  ['bucket', 'Buckets', '/'],
  ['object', 'Objects', '/KEY'],
]

/** The lines between which the README holds the table. */
export const tableStart = '<!-- operations: written by `npm run support-table` -->'
export const tableEnd = '<!-- operations end -->'

/** Markdown of everything the endpoint answers, from the same table that dispatches requests. */
export function supportTable(operations: readonly Operation[]): string {
  const rows = scopes.flatMap(([scope, title, path]) =>
    operations
      .filter((operation) => operation.match.scope === scope)
      .toSorted((a, b) => (a.name < b.name ? -1 : 1))
      .map((operation, index) => `| ${index === 0 ? title : ''} | ${operation.name} | \`${requestLine(operation, path)}\` | ${actions(operation)} |`),
  )
  return ['| | operation | request | permission |', '| --- | --- | --- | --- |', ...rows].join('\n')
}

function requestLine({ match }: Operation, path: string): string {
  const keys = [...(match.companions ?? []), ...(match.subResource === undefined ? [] : [match.subResource])]
  const query = match.query === undefined ? keys.join('&') : match.query.join('=')
  return `${match.method} ${path}${query === '' ? '' : `?${query}`}${match.header === undefined ? '' : ` + ${match.header}`}`
}

function actions({ action, versionAction }: Operation): string {
  return versionAction === undefined ? `\`${action}\`` : `\`${action}\`, with a version \`${versionAction}\``
}

/** The document with the table in it replaced. @throws Error when the document has no place for it */
export function withSupportTable(document: string, table: string): string {
  const start = document.indexOf(tableStart)
  const end = document.indexOf(tableEnd)
  if (start < 0 || end < start) throw new Error('The document does not say where the table belongs')
  return `${document.slice(0, start)}${tableStart}\n\n${table}\n\n${document.slice(end)}`
}

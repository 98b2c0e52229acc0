import { extensionOf } from '../../ui/names.ts'
import type { JsonComparison } from '../compare/json-diff.ts'
import type { RowsCompared } from '../compare/compare-rows.ts'
import type { ImageFacts } from '../image/facts.ts'

/** What is worked out beside the page's own thread, because what an object holds decides how long it takes. */
export type Work =
  | { readonly kind: 'markdown'; readonly text: string }
  | { readonly kind: 'json'; readonly before: string; readonly after: string }
  | { readonly kind: 'facts'; readonly head: Uint8Array<ArrayBuffer> }
  | { readonly kind: 'rows'; readonly before: string; readonly after: string; readonly name: string }

export interface Results {
  readonly markdown: string | undefined
  readonly json: JsonComparison
  readonly facts: ImageFacts
  readonly rows: RowsCompared
}

/** Each loads its own part. */
const makers: { readonly [Kind in Work['kind']]: (work: Extract<Work, { readonly kind: Kind }>) => Promise<Results[Kind]> } = {
  markdown: async ({ text }) => (await import('../markdown/to-html.ts')).markdownToHtml(text),
  facts: async ({ head }) => (await import('../image/facts.ts')).readImageFacts(head, undefined),
  json: async ({ before, after }) => (await import('../compare/json-diff.ts')).compareJson(before, after),
  rows: async ({ before, after, name }) => (await import('../compare/compare-rows.ts')).compareRows(before, after, extensionOf(name)),
}

/** Does it where it is called. */
export function doWork<Kind extends Work['kind']>(work: Extract<Work, { readonly kind: Kind }>): Promise<Results[Kind]> {
  const make: (asked: typeof work) => Promise<Results[Kind]> = makers[work.kind]
  return make(work)
}

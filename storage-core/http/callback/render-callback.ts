import type { Callback } from './parse-callback.ts'

/** What the placeholders stand for. Numbers are not quoted in JSON. */
export type CallbackFacts = Readonly<Record<string, string | number>>

/**
 * Fills the placeholders in: URL-encoded in a form, as JSON values in JSON. What has no value is empty (OSS documentation,
 * "Callback").
 */
export function renderCallback({ body, bodyType, variables }: Pick<Callback, 'body' | 'bodyType' | 'variables'>, facts: CallbackFacts): string {
  return body.replaceAll(/\$\{([^${}]+)\}/g, (_, name: string) => {
    const value = name.startsWith('x:') ? (variables.get(name) ?? '') : Object.hasOwn(facts, name) ? (facts[name] ?? '') : ''
    return bodyType === 'application/json' ? JSON.stringify(value) : encodeURIComponent(value)
  })
}

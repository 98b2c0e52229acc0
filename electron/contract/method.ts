import type { z } from 'zod'

/** One entry of the contract: the schema of what goes in and of what comes out. */
export interface Method<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType> {
  readonly input: I
  readonly output: O
}
export type MethodMap = Readonly<Record<string, Method>>

export function method<I extends z.ZodType, O extends z.ZodType>(schemas: Method<I, O>): Method<I, O> {
  return schemas
}

export type InputOf<M extends Method> = z.input<M['input']>
export type ParsedInputOf<M extends Method> = z.output<M['input']>
export type OutputOf<M extends Method> = z.output<M['output']>

type Noun<K extends string> = K extends `${infer N}.${string}` ? N : never
type Verb<K extends string, N extends string> = K extends `${N}.${infer V}` ? V : never

/** Options of every call from the window. */
export interface CallOptions {
  readonly signal?: AbortSignal
}

/** The window's view of a contract: `api.buckets.putBucket(input)`. Rejects with an `OssErrorWire`-shaped error. */
export type ClientOf<M extends MethodMap> = {
  readonly [N in Noun<keyof M & string>]: {
    readonly [V in Verb<keyof M & string, N>]: (
      input: InputOf<M[`${N}.${V}`]>,
      options?: CallOptions,
    ) => Promise<OutputOf<M[`${N}.${V}`]>>
  }
}

/** What the main process must implement: leave one out and it does not compile. */
export type HandlersOf<M extends MethodMap, Context> = {
  readonly [K in keyof M]: (input: ParsedInputOf<M[K]>, context: Context) => Promise<OutputOf<M[K]>>
}

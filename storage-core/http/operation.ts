import type { OssAction } from '../policy/actions.ts'
import type { Reply } from './reply.ts'
import type { RequestContext } from './request-context.ts'

export type Method = 'GET' | 'HEAD' | 'PUT' | 'POST' | 'DELETE'
export type Scope = 'service' | 'bucket' | 'object'

/** Which requests an operation answers. Of `subResource` and `query` at most one is set. */
export interface Match {
  readonly method: Method
  readonly scope: Scope
  /** The query key that chooses the operation. */
  readonly subResource?: string
  /** Further query keys that choose this operation, alone or with `subResource`; without one it is chosen without them as well. */
  readonly companions?: readonly string[]
  readonly query?: readonly [name: string, value: string]
  /** A header, lower case, whose presence chooses it. */
  readonly header?: string
}

export interface OperationParts<Input, Output> {
  /** OSS's own name of the operation. */
  readonly name: string
  readonly match: Match
  readonly action: OssAction
  /** The action instead, when the request names a version. */
  readonly versionAction?: OssAction
  /** The body says who sent the request: the operation finds that out, and checks permissions, itself. */
  readonly authenticatesInBody?: true
  /** What is allowed depends on the body: the operation checks permissions itself, once it has read it. */
  readonly authorizesItself?: true
  /** Reads everything but the body. @throws OssError for bad parameters */
  parse(context: RequestContext): Input
  run(context: RequestContext, input: Input): Promise<Output>
  serialize(context: RequestContext, output: Output, input: Input): Reply
}

export interface Operation {
  readonly name: string
  readonly match: Match
  readonly action: OssAction
  readonly versionAction?: OssAction
  readonly authenticatesInBody?: true
  readonly authorizesItself?: true
  execute(context: RequestContext): Promise<Reply>
}

/** An operation whose parts can still be seen: another dialect reads and runs the same one and words the answer itself. */
export type BoundOperation<Input, Output> = Operation & Pick<OperationParts<Input, Output>, 'parse' | 'run' | 'serialize'>

/** Binds an operation's parts together, so that the table of operations need not know their types. */
export function operation<Input, Output>(parts: OperationParts<Input, Output>): BoundOperation<Input, Output> {
  return {
    name: parts.name,
    match: parts.match,
    action: parts.action,
    ...(parts.versionAction === undefined ? {} : { versionAction: parts.versionAction }),
    ...(parts.authenticatesInBody === undefined ? {} : { authenticatesInBody: parts.authenticatesInBody }),
    ...(parts.authorizesItself === undefined ? {} : { authorizesItself: parts.authorizesItself }),
    parse: (context) => parts.parse(context),
    run: (context, input) => parts.run(context, input),
    serialize: (context, output, input) => parts.serialize(context, output, input),
    async execute(context) {
      const input = parts.parse(context)
      return parts.serialize(context, await parts.run(context, input), input)
    },
  }
}

import type { ClientHostCommand, ClientHostEvent } from '../../contract/host-messages.ts'
import { RemoteError } from '../errors.ts'
import type { ResolveProxy } from './proxy-router.ts'

type Answer = Extract<ClientHostCommand, { kind: 'proxyResolved' }>

/** Questions about proxies on their way to main and back. */
export function createProxyQuestions(send: (event: ClientHostEvent) => void): { readonly ask: ResolveProxy; readonly answer: (answer: Answer) => void } {
  const waiting = new Map<string, { readonly resolve: (list: string) => void; readonly reject: (error: Error) => void }>()
  let lastId = 0
  return {
    ask: (question) =>
      new Promise((resolve, reject) => {
        const askId = String(++lastId)
        waiting.set(askId, { resolve, reject })
        send({ kind: 'resolveProxy', askId, ...question })
      }),
    answer: ({ askId, list, error }) => {
      const asked = waiting.get(askId)
      waiting.delete(askId)
      if (error === undefined) asked?.resolve(list ?? '')
      else asked?.reject(new RemoteError(error))
    },
  }
}

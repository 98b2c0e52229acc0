/** Why the preview protocol had no bytes to give, by the code it answers with. */
export class PreviewFailure extends Error {
  override readonly name = 'PreviewFailure'
  readonly code: string

  constructor(response: Response) {
    const code = response.headers.get('x-ossia-code') ?? 'NetworkUnreachable'
    super(`The preview answered ${response.status} ${code}`)
    this.code = code
  }
}

import { useState, type ReactNode } from 'react'
import type { IdentityChange } from '../../../electron/contract/identities.ts'
import { ConfirmDialog } from './confirm-dialog.tsx'
import { useChangeIdentities } from './queries.ts'
import { SecretDialog, type ShownSecret } from './secret-dialog.tsx'

interface Question {
  readonly title: string
  readonly losses: readonly string[]
  readonly action: string
  readonly change: IdentityChange
}

export interface IdentityActions {
  readonly isBusy: boolean
  readonly error: unknown
  /** Makes a change; a key pair that it made is shown under the title. */
  readonly act: (change: IdentityChange, options?: { readonly secretTitle?: string; readonly onDone?: () => void }) => void
  /** The same, after somebody has read what is lost. */
  readonly ask: (question: Question, onDone?: () => void) => void
  readonly show: (secret: ShownSecret) => void
  /** Dialogs that belong to it. */
  readonly dialogs: ReactNode
}

/** Changes of keys and users, with the questions before and the secrets after them. */
export function useIdentityActions(profileId: string): IdentityActions {
  const change = useChangeIdentities(profileId)
  const [question, setQuestion] = useState<(Question & { readonly onDone?: (() => void) | undefined }) | undefined>(undefined)
  const [secret, setSecret] = useState<ShownSecret | undefined>(undefined)
  const act: IdentityActions['act'] = (one, { secretTitle, onDone } = {}) => {
    change.mutateAsync(one).then(
      ({ accessKey }) => {
        // The answer goes with the dialog that shows it: nothing else in the window keeps it.
        change.reset()
        if (accessKey !== undefined && secretTitle !== undefined) setSecret({ title: secretTitle, ...accessKey })
        onDone?.()
      },
      // Shown from `error`, beside what was tried.
      () => undefined,
    )
  }
  const close = () => {
    change.reset()
    setQuestion(undefined)
  }
  return {
    isBusy: change.isPending,
    error: question === undefined ? change.error : null,
    act,
    ask: (asked, onDone) => {
      change.reset()
      setQuestion({ ...asked, onDone })
    },
    show: setSecret,
    dialogs: (
      <>
        {question === undefined ? null : (
          <ConfirmDialog
            {...question}
            isBusy={change.isPending}
            error={change.error}
            onClose={close}
            onConfirm={() =>
              act(question.change, {
                onDone: () => {
                  setQuestion(undefined)
                  question.onDone?.()
                },
              })
            }
          />
        )}
        {secret === undefined ? null : <SecretDialog secret={secret} onClose={() => setSecret(undefined)} />}
      </>
    ),
  }
}

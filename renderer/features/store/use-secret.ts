import { useState } from 'react'
import { useApi, useCopyText } from '../../bridge/api.tsx'
import { useNotices } from '../notices/index.ts'

export const maskedSecret = '•'.repeat(24)

/** The local store's secret: asked for when shown or copied, and forgotten when hidden. */
export function useSecret() {
  const api = useApi()
  const copyText = useCopyText()
  const reportError = useNotices((state) => state.reportError)
  const [shown, setShown] = useState<string | undefined>(undefined)
  const read = async () => (await api.store.revealAccessKeySecret({})).accessKeySecret
  return {
    shown,
    toggle: async () => {
      if (shown !== undefined) setShown(undefined)
      else await read().then(setShown, reportError)
    },
    copy: async (textWith: (secret: string) => string = (secret) => secret) => {
      await read()
        .then((secret) => copyText(textWith(secret)))
        .catch(reportError)
    },
  }
}

import { useTranslation } from 'react-i18next'
import { TookTooLong, workApart } from '../apart/apart.ts'
import type { Results, Work } from '../apart/work.ts'
import { Notice } from '../parts.tsx'

/** Compares in a thread of its own, as long as that takes no longer than anybody waits. */
export async function compareApart<Kind extends 'json' | 'rows'>(work: Extract<Work, { readonly kind: Kind }>, signal: AbortSignal): Promise<Results[Kind] | 'tooIntricate'> {
  try {
    return await workApart<Kind>(work, signal)
  } catch (thrown) {
    if (thrown instanceof TookTooLong) return 'tooIntricate'
    throw thrown
  }
}

/** What the two mean cannot be compared; their words can. */
export function TooIntricate({ onText }: { readonly onText: () => void }) {
  const { t } = useTranslation()
  return (
    <Notice title={t('viewer.compare.tooIntricate')}>
      <button type="button" onClick={onText}>
        {t('viewer.asText')}
      </button>
    </Notice>
  )
}

import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'

/** CodeMirror's own words in the window's language. */
export function usePhrases(): Readonly<Record<string, string>> {
  const { t } = useTranslation()
  return useMemo(
    () => ({
      Find: t('editor.phrases.find'),
      Replace: t('editor.phrases.replace'),
      next: t('editor.phrases.next'),
      previous: t('editor.phrases.previous'),
      all: t('editor.phrases.all'),
      'match case': t('editor.phrases.matchCase'),
      'by word': t('editor.phrases.byWord'),
      regexp: t('editor.phrases.regexp'),
      replace: t('editor.phrases.replaceOne'),
      'replace all': t('editor.phrases.replaceAll'),
      close: t('editor.phrases.close'),
      'Go to line': t('editor.phrases.goToLine'),
      go: t('editor.phrases.go'),
      '$ unchanged lines': t('editor.phrases.unchanged'),
      'Revert this chunk': t('editor.phrases.takeOver'),
    }),
    [t],
  )
}

import { QueryClientProvider, type QueryClient } from '@tanstack/react-query'
import type { i18n } from 'i18next'
import { useLayoutEffect } from 'react'
import { I18nextProvider } from 'react-i18next'
import { BridgeProvider, type Bridge } from '../bridge/api.tsx'
import { useAppearance } from '../features/settings/index.ts'
import { ThemeProvider } from '../ui/theme-provider.tsx'
import { Shell } from './shell.tsx'

interface Props {
  readonly bridge: Bridge
  readonly client: QueryClient
  readonly i18n: i18n
}

export function App({ bridge, client, i18n }: Props) {
  return (
    <BridgeProvider bridge={bridge}>
      <QueryClientProvider client={client}>
        <I18nextProvider i18n={i18n}>
          <Themed i18n={i18n} />
        </I18nextProvider>
      </QueryClientProvider>
    </BridgeProvider>
  )
}

function Themed({ i18n }: { readonly i18n: i18n }) {
  const { mode, density, language } = useAppearance()
  useLayoutEffect(() => {
    void i18n.changeLanguage(language)
  }, [i18n, language])
  return (
    <ThemeProvider mode={mode} density={density} language={language}>
      <Shell />
    </ThemeProvider>
  )
}

import { App as AntApp, ConfigProvider } from 'antd'
import enUS from 'antd/locale/en_US'
import zhCN from 'antd/locale/zh_CN'
import { useLayoutEffect, useMemo, useSyncExternalStore, type ReactNode } from 'react'
import type { Language } from './i18n/index.ts'
import { watchQuery } from './media-query.ts'
import { applyPalette, createTheme, type Density, type ThemeMode } from './theme.ts'

/** Ant Design writes its rules at run time; the page's policy lets through those that carry this answer's nonce. */
function styleNonce(): string | undefined {
  return document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce
}

const reducedMotion = watchQuery('(prefers-reduced-motion: reduce)')

interface Props {
  readonly mode: ThemeMode
  readonly density: Density
  readonly language: Language
  readonly children: ReactNode
}

/** Gives Ant Design and own CSS the same palette, size and language. */
export function ThemeProvider({ mode, density, language, children }: Props) {
  const csp = useMemo(() => {
    const nonce = styleNonce()
    return nonce === undefined ? {} : { nonce }
  }, [])
  const motion = !useSyncExternalStore(reducedMotion.subscribe, reducedMotion.isTrue)
  const theme = useMemo(() => createTheme(mode, motion), [mode, motion])
  useLayoutEffect(() => {
    applyPalette(document.documentElement, mode, density)
    document.documentElement.lang = language
  }, [mode, density, language])
  return (
    <ConfigProvider theme={theme} csp={csp} locale={language === 'zh-CN' ? zhCN : enUS} button={{ autoInsertSpace: false }} wave={{ disabled: true }}>
      <AntApp className="app-root">{children}</AntApp>
    </ConfigProvider>
  )
}

import i18next, { type i18n } from 'i18next'
import { initReactI18next } from 'react-i18next'
import { catalogue as en } from './en/index.ts'
import { catalogue as zhCn } from './zh-cn/index.ts'

export const languages = ['en', 'zh-CN'] as const
export type Language = (typeof languages)[number]

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation'
    resources: { translation: typeof en }
    returnNull: false
  }
}

/** The language for a system locale (BCP 47): Chinese of any script reads the simplified catalogue, all else English. */
export function languageOf(locale: string): Language {
  return /^zh\b/i.test(locale) ? 'zh-CN' : 'en'
}

/** A ready i18next; both catalogues are part of the bundle, so this never waits. */
export function createI18n(language: Language): i18n {
  const instance = i18next.createInstance()
  void instance.use(initReactI18next).init({
    lng: language,
    fallbackLng: 'en',
    supportedLngs: languages,
    resources: { en: { translation: en }, 'zh-CN': { translation: zhCn } },
    // React escapes already.
    interpolation: { escapeValue: false },
    initAsync: false,
  })
  return instance
}

import { createStore, type StoreApi } from 'zustand'
import type { FormName, SettingForms } from './forms.ts'

/** Forms that were touched and not saved. They stay while their page is not shown. */
export interface Drafts {
  readonly forms: { readonly [Name in FormName]?: SettingForms[Name] | undefined }
  readonly write: <Name extends FormName>(name: Name, form: SettingForms[Name]) => void
  /** The form shows what the bucket has again. */
  readonly drop: (name: FormName) => void
}

/** The drafts of one opened dialog. */
export function createDrafts(): StoreApi<Drafts> {
  return createStore<Drafts>()((set) => ({
    forms: {},
    write: (name, form) => set(({ forms }) => ({ forms: { ...forms, [name]: form } })),
    drop: (name) => set(({ forms }) => ({ forms: { ...forms, [name]: undefined } })),
  }))
}

import { createContext, use } from 'react'
import type { ObjectReader } from './object-reader.ts'
import type { ViewerRequest } from './messages.ts'

/** The object on show and how to tell of it. */
export interface Subject {
  readonly request: ViewerRequest
  readonly reader: ObjectReader
  /** Tells the window why nothing can be shown. */
  readonly fail: (thrown: unknown) => void
}

export const SubjectContext = createContext<Subject | undefined>(undefined)

export function useSubject(): Subject {
  const subject = use(SubjectContext)
  if (subject === undefined) throw new Error('A view outside its subject')
  return subject
}

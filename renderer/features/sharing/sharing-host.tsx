import { lazy, Suspense } from 'react'
import { useSharing } from './store.ts'

const LinkSheet = lazy(async () => ({ default: (await import('./link-sheet.tsx')).LinkSheet }))
const ExportSheet = lazy(async () => ({ default: (await import('./export-sheet.tsx')).ExportSheet }))

/** Shows the sheets for links while one is open. */
export function SharingHost() {
  const link = useSharing((state) => state.link)
  const exported = useSharing((state) => state.exported)
  return (
    <Suspense fallback={null}>
      {link === undefined ? null : <LinkSheet key={`${link.bucket}\n${link.key}`} target={link} />}
      {exported === undefined ? null : <ExportSheet target={exported} />}
    </Suspense>
  )
}

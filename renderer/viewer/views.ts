import { lateView } from './late-view.tsx'

// Each brings along what only its kind of object needs.
export const PdfView = lateView(async () => (await import('./pdf/pdf-view.tsx')).PdfView)
export const MarkdownView = lateView(async () => (await import('./markdown/markdown-view.tsx')).MarkdownView)
export const TableView = lateView(async () => (await import('./table/table-view.tsx')).TableView)
export const CompareView = lateView(async () => (await import('./compare/compare-view.tsx')).CompareView)
export const ArchiveView = lateView(async () => (await import('./archive/archive-view.tsx')).ArchiveView)

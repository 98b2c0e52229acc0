export { NoticeBars } from './notice-bars.tsx'
export { useNotices } from './store.ts'

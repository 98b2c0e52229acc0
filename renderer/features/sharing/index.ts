export { SharingHost } from './sharing-host.tsx'
export { useSharing } from './store.ts'

export { useVersions } from './store.ts'
export { VersionsHost } from './versions-host.tsx'
export { VersionsButton } from './versions-button.tsx'

import { protocol } from 'electron'
import { previewScheme, viewerScheme } from '../../contract/preview-url.ts'
import { appScheme } from './content-policy.ts'

/** Must run before Electron is ready: privileges of a scheme cannot be added later. */
export function registerSchemes(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: appScheme, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
    { scheme: viewerScheme, privileges: { standard: true, secure: true, supportFetchAPI: true, corsEnabled: true, codeCache: true } },
    { scheme: previewScheme, privileges: { standard: true, secure: true, supportFetchAPI: true, corsEnabled: true, stream: true } },
  ])
}

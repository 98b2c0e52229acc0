import { existsSync, rmSync } from 'node:fs'
import path from 'node:path'
import { offlineMarker } from './setup/offline-runtime.mjs'
import { inProject } from './setup/project.mjs'

/** Set to `tests` for a package that Playwright can attach to, and that may hold the offline runtime. */
const forTests = process.env['OSSIA_PACKAGE_FOR'] === 'tests'
const electronDist = inProject('node_modules', 'electron', 'dist')

function refuseOfflineRuntime() {
  if (forTests || !existsSync(path.join(electronDist, offlineMarker))) return
  throw new Error(
    'The Electron here is the offline runtime, which is for development and tests. Package on a machine that can download Electron, or set OSSIA_PACKAGE_FOR=tests.',
  )
}

/**
 * A custom `electronDist` is copied as it is, with files that only development needs.
 * @param {{ readonly appOutDir: string, readonly electronPlatformName: string }} context
 */
function removeDevelopmentFiles({ appOutDir, electronPlatformName }) {
  if (electronPlatformName !== 'linux') return
  for (const file of ['resources/default_app.asar', offlineMarker, 'version']) rmSync(path.join(appOutDir, file), { force: true })
}

export default {
  appId: 'app.ossia',
  productName: 'Ossia',
  directories: { output: 'dist', buildResources: 'build' },
  ...(process.platform === 'linux' ? { electronDist } : {}),
  // Native modules come prebuilt for every platform through Node-API.
  npmRebuild: false,
  electronLanguages: ['en-US', 'zh-CN'],
  electronFuses: {
    runAsNode: false,
    enableNodeOptionsEnvironmentVariable: false,
    enableNodeCliInspectArguments: forTests,
    enableEmbeddedAsarIntegrityValidation: process.platform !== 'linux',
    onlyLoadAppFromAsar: true,
    enableCookieEncryption: true,
    grantFileProtocolExtraPrivileges: false,
  },
  beforePack: refuseOfflineRuntime,
  afterPack: removeDevelopmentFiles,
  files: [
    'out/main/**',
    'out/preload/**',
    'out/renderer/**',
    'package.json',
    '!**/*.map',
    '!node_modules/**/{test,tests,docs,example,examples,*.md,*.d.ts,*.d.mts,*.d.cts,*.cpp,*.cc,*.h,*.c,binding.gyp,deps}',
  ],
  linux: {
    syncDesktopName: true,
    executableName: 'ossia',
    icon: 'build/icons',
    category: 'Utility',
    maintainer: 'The Ossia authors <authors@ossia.app>',
    target: ['dir'],
    files: ['!node_modules/@lmdb/lmdb-linux-x64/*{musl,abi1}*'],
  },
  win: { target: ['dir'] },
  mac: { target: ['dir'], category: 'public.app-category.developer-tools' },
}

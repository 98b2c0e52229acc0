import { randomUUID } from 'node:crypto'
import path from 'node:path'
import { app, BrowserWindow, clipboard, ipcMain, Menu, MessageChannelMain, nativeTheme, net, protocol, session, shell } from 'electron'
import { dragLimits } from '../contract/drags.ts'
import { previewScheme, viewerOrigin, viewerScheme, viewerUrl } from '../contract/preview-url.ts'
import type { Settings } from '../contract/settings.ts'
import { shortcutsWith } from '../contract/shortcuts.ts'
import { openBackground } from './background/open-background.ts'
import type { StartOptions } from './command-line.ts'
import { chooseSaveFile, electronDialogs } from './electron-dialogs.ts'
import { createDragFolders } from './drags/drag-folders.ts'
import { systemDrag } from './drags/system-drag.ts'
import { createExternalEdits } from './editing/external-edits.ts'
import { createSaveTickets } from './editing/save-tickets.ts'
import { createSourceRegistry } from './files/source-registry.ts'
import { createClientHost } from './hosts/client-host.ts'
import { isDiskFull } from './hosts/disk-room.ts'
import { realTimers, type StartHostProcess } from './hosts/host-process.ts'
import { followStore, localProfile, localProfileId } from './hosts/local-connection.ts'
import { createObjectReader } from './hosts/object-reader.ts'
import { createStoreHost } from './hosts/store-host.ts'
import { appHandlers } from './ipc/handlers/app.ts'
import { clientHostHandlers } from './ipc/handlers/client-host.ts'
import { createUnsavedEdits } from './editing/unsaved-edits.ts'
import { dragHandlers } from './ipc/handlers/drags.ts'
import { editingHandlers } from './ipc/handlers/editing.ts'
import { fileHandlers } from './ipc/handlers/files.ts'
import { routedMethods } from './ipc/handlers/handler-types.ts'
import { previewHandlers } from './ipc/handlers/previews.ts'
import { importHandlers } from './ipc/handlers/imports.ts'
import { profileHandlers } from './ipc/handlers/profiles.ts'
import { settingsHandlers } from './ipc/handlers/settings.ts'
import { storeHandlers } from './ipc/handlers/store.ts'
import { workspaceHandlers } from './ipc/handlers/workspace.ts'
import { createImporter } from './imports/importer.ts'
import { createRouter } from './ipc/router.ts'
import { createTrustedSenders, originOf } from './ipc/trusted-sender.ts'
import { watchLauncher } from './launcher.ts'
import type { Log } from './log.ts'
import { autostartFolderOf, createLoginStart, keepLoginStart } from './login/login-start.ts'
import { menuLanguage, menuTexts, type MenuLanguage, type MenuTexts } from './menu-texts.ts'
import { menuTemplate } from './menu.ts'
import { announceProfile } from './profiles/profile-connections.ts'
import { createProxyResolver, readStart } from './proxies/proxy-resolver.ts'
import { createAppProtocol } from './protocol/app-protocol.ts'
import { appOrigin, appScheme, viewerSecurityPolicy, viewerWorkerPolicy } from './protocol/content-policy.ts'
import { endHeavyViewers, endViewers } from './protocol/end-viewers.ts'
import { createObjectProtocol } from './protocol/object-protocol.ts'
import { createPreviewGrants } from './protocol/preview-grants.ts'
import { quitInOrder } from './quit.ts'
import type { AppState } from './settings/app-state.ts'
import { storeReport } from './store-report.ts'
import { denyPermissions } from './window/session-policy.ts'
import { createWindowPorts } from './window/window-ports.ts'
import { createWindow } from './window/window.ts'

export interface BootInput {
  readonly options: StartOptions
  /** What the user's data held, read while Electron was getting ready. */
  readonly state: AppState
  readonly preload: string
  /** Folder of the window's built files. */
  readonly pageFolder: string
  readonly developmentUrl: string | undefined
  readonly startStoreHost: StartHostProcess
  readonly startClientHost: StartHostProcess
  readonly log: Log
}

/** The store has loaded most of its code by then, and the window has not asked for anything yet. */
const clientHostDelayMs = 300

/**
 * Composition root of the main process, called once Electron is ready: the two hosts, calls, protocols, menu, window. The
 * hosts are started first, since they take the longest; nothing here waits for them: the window shows that the store is
 * starting.
 */
export function boot(input: BootInput): void {
  const { options, log } = input
  const { userData, stateFolder, settings, workspace, keychain, profiles } = input.state
  const { storePort, storeRegion, storeFolder } = settings.state().settings
  const usualStoreFolder = path.join(userData, 'store')
  const dataFolder = path.resolve(options.storeData ?? storeFolder ?? usualStoreFolder)

  const systemLocale = app.getPreferredSystemLanguages()[0] ?? app.getLocale()
  const language = (): MenuLanguage => menuLanguage(settings.state().settings.language, systemLocale)
  const texts = (): MenuTexts => menuTexts[language()]
  const clientHost = createClientHost({
    startProcess: input.startClientHost,
    stateFolder,
    timers: realTimers,
    log,
    onStarted: () => ports.reattachClientHost(),
    onTransfers: (summary) => background.transfersChanged(summary),
    onBatchEnded: (batch) => background.batchEnded(batch),
    resolveProxy: createProxyResolver({ sessionNamed: (name) => session.fromPartition(name), fetch: (url, init) => net.fetch(url, init), readFile: readStart }),
  })
  const storeHost = createStoreHost({
    startProcess: input.startStoreHost,
    settings: { dataFolder, port: options.storePort ?? storePort, region: options.storeRegion ?? storeRegion },
    timers: realTimers,
    log,
    isDiskFull,
    onStatus: (status, access) => {
      followStore(clientHost, status, access)
      ports.broadcast({ kind: 'store.status', status })
      const report = options.printStore ? storeReport(status, access) : undefined
      if (report !== undefined) process.stdout.write(`${report}\n`)
    },
  })
  const ports = createWindowPorts({ clientHost: () => clientHost, storeStatus: () => storeHost.status() })
  storeHost.start()
  clientHost.startSoon(clientHostDelayMs)
  const unsaved = createUnsavedEdits()
  const background = openBackground({ clientHost, unsaved, settings, language, openWindow, runInWindow: (window, command) => ports.send(window.id, { kind: 'menu.command', command }), log })
  const registry = createSourceRegistry()
  const senders = createTrustedSenders()
  const grants = createPreviewGrants()
  const pageOf = (windowId: number) => BrowserWindow.fromId(windowId)?.webContents.mainFrame
  const killProcess = (processId: number): void => void process.kill(processId, 'SIGKILL')
  // Electron tells kilobytes.
  const memoryOf = (processId: number): number => (app.getAppMetrics().find(({ pid }) => pid === processId)?.memory.workingSetSize ?? 0) * 1024
  const never = new AbortController().signal
  const saves = createSaveTickets({
    folder: path.join(userData, 'saves'),
    pageOrigin: () => pageOrigin,
    save: (target, file, signal) => clientHost.call('editing.saveFile', { target, path: file }, signal),
    log,
  })
  const edits = createExternalEdits({
    folder: path.join(userData, 'external-edits'),
    isReadOnly: (profileId) => profiles.list().find((profile) => profile.profileId === profileId)?.fields.readOnly === true,
    fetchFile: (address, file) => clientHost.call('editing.fetchFile', { ...address, path: file }, never),
    saveFile: (target, file) => clientHost.call('editing.saveFile', { target, path: file }, never),
    openPath: (file) => shell.openPath(file),
    onChange: (all) => ports.broadcast({ kind: 'editing.changed', edits: all }),
    log,
  })

  const login = createLoginStart({
    platform: process.platform,
    items: app,
    // An AppImage runs from a place that is gone when it ends; the variable names the file itself.
    command: [process.env['APPIMAGE'] ?? process.execPath, ...(app.isPackaged ? [] : [app.getAppPath()]), '--hidden'],
    autostartFolder: autostartFolderOf(process.env, app.getPath('home')),
  })
  const drags = createDragFolders({
    folder: path.join(userData, 'drags'),
    limitOf: (profileId) => dragLimits[profileId === localProfileId ? 'local' : 'remote'],
    fetch: (drag, signal) => clientHost.call('drags.fetch', drag, signal),
    startDrag: systemDrag,
    now: Date.now,
    timers: realTimers,
    log,
  })

  function applySettings({ theme, shortcuts }: Settings): void {
    // High contrast is the window's own palette, light or dark as the system is.
    nativeTheme.themeSource = theme === 'contrast' ? 'system' : theme
    const template = menuTemplate({
      texts: texts(),
      platform: process.platform,
      developerTools: !app.isPackaged,
      shortcuts: shortcutsWith(shortcuts),
      run: (command) => {
        const window = BrowserWindow.getFocusedWindow() ?? BrowserWindow.getAllWindows()[0]
        if (window !== undefined) ports.send(window.id, { kind: 'menu.command', command })
      },
    })
    Menu.setApplicationMenu(Menu.buildFromTemplate(template))
    background.refresh()
  }

  const router = createRouter({
    transport: ipcMain,
    methods: routedMethods,
    trustedWindow: senders.trustedWindow,
    parseOutputs: !app.isPackaged,
    log,
    handlers: {
      ...appHandlers({
        info: () => ({
          version: app.getVersion(),
          electronVersion: process.versions.electron,
          platform: process.platform,
          locale: systemLocale,
          storeFolderFixed: options.storeData !== undefined,
        }),
        hasTray: () => background.traySupport(),
        writeClipboard: async (text) => clipboard.writeText(text),
      }),
      ...settingsHandlers({ store: settings, dialogs: electronDialogs, startAtLogin: (on) => login.set(on), onChange: applySettings }),
      ...workspaceHandlers(workspace),
      ...storeHandlers({
        storeHost,
        settings,
        folders: { first: dataFolder, usual: usualStoreFolder, isFixed: options.storeData !== undefined },
        registry,
        dialogs: electronDialogs,
        openFolder: (folder) => shell.openPath(folder),
      }),
      ...fileHandlers(registry, electronDialogs, () => settings.state().settings.downloadFolder),
      ...profileHandlers({
        store: profiles,
        keychain,
        clientHost,
        local: () => localProfile(storeHost.access()?.region ?? storeRegion, storeHost.access()),
        onChanged: () => ports.broadcast({ kind: 'profiles.changed' }),
      }),
      ...importHandlers({
        importer: createImporter({ readFile: readStart, existing: () => profiles.list(), newId: randomUUID }),
        store: profiles,
        registry,
        chooseFiles: electronDialogs.chooseFiles,
        onCreated: (made) => {
          for (const profile of made) announceProfile(clientHost, profiles, profile)
          ports.broadcast({ kind: 'profiles.changed' })
        },
      }),
      ...previewHandlers(grants, {
        end: (windowId) => {
          const page = pageOf(windowId)
          if (page !== undefined) endViewers(page, viewerOrigin, killProcess)
        },
        endHeavy: (windowId) => {
          const page = pageOf(windowId)
          return page !== undefined && endHeavyViewers(page, viewerOrigin, memoryOf, killProcess)
        },
      }),
      ...editingHandlers({ tickets: saves, edits, unsaved, clientHost, chooseSaveFile }),
      ...dragHandlers(drags),
      ...clientHostHandlers({ clientHost, registry, showInFolder: (file) => shell.showItemInFolder(file), chooseSaveFile }),
    },
  })

  const pageUrl = input.developmentUrl ?? `${appOrigin}/`
  const pageOrigin = originOf(pageUrl) ?? appOrigin
  // The development server has one origin for all its pages; a built window's viewer has its own.
  const viewerPage = input.developmentUrl === undefined ? viewerUrl : new URL('viewer/index.html', input.developmentUrl).href
  protocol.handle(appScheme, createAppProtocol(path.resolve(input.pageFolder)))
  protocol.handle(
    viewerScheme,
    createAppProtocol(path.resolve(input.pageFolder), { origin: viewerOrigin, page: 'viewer/index.html', policy: (nonce) => viewerSecurityPolicy(nonce, pageOrigin), workerPolicy: viewerWorkerPolicy }),
  )
  const previewObject = createObjectProtocol({
    readObject: createObjectReader({ clientHost, createChannel: () => new MessageChannelMain() }),
    grants,
    viewerOrigin: () => originOf(viewerPage) ?? viewerOrigin,
    pageOrigin: () => pageOrigin,
    log,
  })
  protocol.handle(
    previewScheme,
    (request) => saves.answer(request) ?? previewObject(request),
  )
  denyPermissions(session.defaultSession)

  const quitting = quitInOrder({
    stopHosts: async () => {
      // A last save still needs both.
      await edits.stop()
      await drags.stop()
      await Promise.all([clientHost.stop(), storeHost.stop()])
    },
    decide: (window, ends) => background.decideClosing(window, ends),
    hide: () => background.finishInTray(),
    platform: process.platform,
    log,
  })
  watchLauncher(process.env, quitting.quitNow, log)

  function openWindow(minimised = false): void {
    const window = createWindow({
      minimised,
      preload: input.preload,
      pageUrl,
      viewerUrl: viewerPage,
      boundsFile: path.join(userData, 'window.json'),
      theme: settings.state().settings.theme,
      log,
    })
    const { id, webContents } = window
    const contentsId = webContents.id
    senders.admit(contentsId, id, pageOrigin)
    webContents.on('did-finish-load', () => ports.attach(window))
    webContents.on('did-start-navigation', (details) => {
      if (details.isMainFrame && !details.isSameDocument) router.cancelWindow(id)
    })
    quitting.askBeforeClose(window)
    window.on('show', () => background.windowShown())
    window.on('closed', () => {
      senders.dismiss(contentsId)
      router.cancelWindow(id)
      registry.forgetWindow(id)
      grants.forgetWindow(id)
      drags.forgetWindow(id)
      unsaved.forgetWindow(id)
      ports.detach(id)
    })
  }

  applySettings(settings.state().settings)
  // At login nobody asked for a window: the tray's icon opens it, and where there is none it waits minimised.
  // macOS starts it without arguments, says so, and keeps it in the Dock.
  if (process.platform === 'darwin' && (options.hidden || app.getLoginItemSettings().wasOpenedAtLogin)) log('Started without a window')
  else if (!options.hidden) openWindow()
  else void background.traySupport().then((isThere) => (isThere && settings.state().settings.trayIcon) || BrowserWindow.getAllWindows().length > 0 || openWindow(true))
  for (const profile of profiles.list()) announceProfile(clientHost, profiles, profile)
  void drags.clear()
  void keepLoginStart(login, { wanted: settings.state().settings.startAtLogin, forget: () => settings.update({ startAtLogin: false }) }).catch((error: unknown) => log('Starting at login could not be looked at', error))
  void edits.recover().catch((error: unknown) => log('Edited files of an earlier run could not be looked at', error))

  app.on('second-instance', () => {
    background.showWindow()
  })
  app.on('activate', () => {
    if (BrowserWindow.getAllWindows().length === 0) openWindow()
  })
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit()
  })
}

import { isOpenGrant } from '../../electron/contract/acl-grants.ts'
import type { BucketInfo } from '../../electron/contract/buckets.ts'
import type { ObjectHeadView } from '../../electron/contract/objects.ts'
import type { ObjectSelection } from '../../electron/contract/selections.ts'
import type { TransferBatch } from '../../electron/contract/transfer-batches.ts'
import { ProfileFields, type Profile } from '../../electron/contract/profiles.ts'
import { Settings as SettingsSchema } from '../../electron/contract/settings.ts'
import { Workspace as WorkspaceSchema } from '../../electron/contract/workspace.ts'
import type { WindowEvent } from '../../electron/contract/events.ts'
import type { WindowApi } from '../../electron/contract/window-api.ts'
import { fakeDrags } from './fake-drags.ts'
import { createFakeIdentities } from './fake-identities.ts'
import { fakeAsOfMethods } from './fake-as-of.ts'
import { fakeFragments, measureFake } from './fake-actions.ts'
import { createSession, rowsUnder, type FakeObject, type FakeSession } from './fake-listing.ts'
import { fakeVersions } from './fake-versions.ts'
import { callError, fakeBatch, fakeObject, fakeProfile, newFakeState, noSettings, nowMs, type FakeState } from './fake-state.ts'

export { callError, fakeBatch, fakeObject, fakeProfile, type FakeState } from './fake-state.ts'

export interface FakeWindow {
  readonly api: WindowApi
  readonly state: FakeState
  /** Ends every transfer that runs. */
  readonly endBatches: (change?: Partial<TransferBatch>) => void
  readonly putBucket: (name: string, objects: readonly Partial<FakeObject & { key: string }>[], info?: Partial<BucketInfo>) => void
}

/** The rest of the app, in memory: enough of it to use the whole window. `emit` stands for the two ports. */
export function createFakeWindow(emit: (event: WindowEvent) => void = () => undefined): FakeWindow {
  const sessions = new Map<string, FakeSession & { readonly bucket: string }>()
  let serial = 0
  const state = newFakeState()
  const answer = async <T>(name: string, input: unknown, value: () => T): Promise<T> => {
    state.calls.push([name, input])
    const failure = state.failures.get(name)
    // The contract's rejections are plain objects: Electron keeps nothing of an Error's own fields.
    // oxlint-disable-next-line typescript/only-throw-error
    if (failure !== undefined) throw failure
    return value()
  }
  const profileOf = (profileId: string) => {
    const profile = state.profiles.find((one) => one.profileId === profileId)
    // oxlint-disable-next-line typescript/only-throw-error
    if (profile === undefined) throw callError('UnknownProfile')
    return profile
  }
  const keepProfile = (profile: Profile): Profile => {
    const isNew = !state.profiles.some((one) => one.profileId === profile.profileId)
    state.profiles = isNew ? [...state.profiles, profile] : state.profiles.map((one) => (one.profileId === profile.profileId ? profile : one))
    emit({ kind: 'profiles.changed', sequence: 0 })
    return profile
  }
  const bucketOf = (name: string) => {
    const bucket = state.buckets.get(name)
    // oxlint-disable-next-line typescript/only-throw-error
    if (bucket === undefined) throw callError('NoSuchBucket')
    return bucket
  }
  const sessionOf = (sessionId: string) => {
    const session = sessions.get(sessionId)
    // oxlint-disable-next-line typescript/only-throw-error
    if (session === undefined) throw callError('ListingGone')
    return session
  }
  const rowsOf = (bucket: string, selection: ObjectSelection) => {
    if (selection.kind === 'listing') {
      const { sessionId, view, ranges } = selection.selection
      const { rows } = sessionOf(sessionId).ordered(view)
      return ranges.flatMap(([start, end]) => rows.slice(start, end))
    }
    const { objects } = bucketOf(bucket)
    return [
      ...selection.keys.map((key) => ({ key, kind: 'object' as const, sizeBytes: objects.get(key)?.sizeBytes ?? 0 })),
      ...selection.prefixes.map((key) => ({ key, kind: 'folder' as const, sizeBytes: 0 })),
    ]
  }
  const enqueue = (batch: Partial<TransferBatch>): TransferBatch => {
    const made = fakeBatch({ batchId: `batch-${++serial}`, state: 'queued', createdMs: Date.now(), itemsDone: 0, bytesDone: 0, ...batch })
    state.batches = [made, ...state.batches]
    emit({ kind: 'transfers.changed', sequence: 0, batches: [made], removed: [] })
    return made
  }

  const { asOf, enqueueRevert } = fakeAsOfMethods(state.asOf, answer, enqueue)

  const api: WindowApi = {
    ...createFakeIdentities(answer),
    asOf,
    app: {
      getInfo: (input) => answer('app.getInfo', input, () => ({ version: '0.1.0', electronVersion: '33.0.0', platform: 'linux', locale: state.locale, storeFolderFixed: false })),
      getTraySupport: (input) => answer('app.getTraySupport', input, () => ({ available: state.hasTray })),
      copyText: (input) => answer('app.copyText', input, () => void (state.clipboard = input.text)),
    },
    drags: fakeDrags(state, answer),
    settings: {
      getSettings: (input) => answer('settings.getSettings', input, () => ({ settings: state.settings })),
      updateSettings: (input) => answer('settings.updateSettings', input, () => (state.settings = SettingsSchema.parse({ ...state.settings, ...input }))),
      setDownloadFolder: (input) => answer('settings.setDownloadFolder', input, () => (state.settings = { ...state.settings, downloadFolder: input.to === 'asked' ? null : '/home/me/Downloads' })),
    },
    workspace: {
      getWorkspace: (input) => answer('workspace.getWorkspace', input, () => state.workspace),
      saveWorkspace: (input) =>
        answer('workspace.saveWorkspace', input, () => {
          state.workspace = WorkspaceSchema.parse({ ...state.workspace, ...input })
        }),
    },
    store: {
      getStatus: (input) => answer('store.getStatus', input, () => state.status),
      revealAccessKeySecret: (input) => answer('store.revealAccessKeySecret', input, () => ({ accessKeySecret: 'k9Yd2mQ7fWx4Tn8Lr1Ze5Bv3Hs6Jc0' })),
      restart: (input) => answer('store.restart', input, () => state.status),
      chooseDataFolder: (input) => answer('store.chooseDataFolder', input, () => state.chosenDataFolder),
      setDataFolder: (input) => answer('store.setDataFolder', input, () => state.status),
      openDataFolder: (input) => answer('store.openDataFolder', input, () => undefined),
    },
    files: {
      chooseUploadSources: (input) => answer('files.chooseUploadSources', input, () => state.chosenSources),
      chooseDownloadFolder: (input) => answer('files.chooseDownloadFolder', input, () => ({ folderId: 'folder-1', displayName: 'Downloads' })),
      registerDropped: (files) =>
        answer('files.registerDropped', files, () => files.map((file, index) => ({ sourceId: `source-${index}`, name: file.name, isDirectory: false, sizeBytes: file.size }))),
    },
    editing: {
      openSave: (input) => answer('editing.openSave', input, () => ({ ticket: crypto.randomUUID() })),
      openExternal: (input) => answer('editing.openExternal', input, () => ({ ...input, editId: `edit-${++serial}`, state: 'open' as const })),
      setUnsaved: (input) => answer('editing.setUnsaved', input, () => undefined),
      listExternal: (input) => answer('editing.listExternal', input, () => []),
      saveExternal: (input) => answer('editing.saveExternal', input, () => undefined),
      closeExternal: (input) => answer('editing.closeExternal', input, () => undefined),
    },
    links: {
      createLink: (input) =>
        answer('links.createLink', input, () => ({ url: `https://${input.bucket}.oss-cn-hangzhou.aliyuncs.com/${encodeURIComponent(input.key)}?x-oss-expires=${input.options.expiresSeconds}`, expiresMs: nowMs + input.options.expiresSeconds * 1000 })),
      tryLink: (input) => answer('links.tryLink', input, () => ({ status: 206, contentType: 'image/jpeg', sizeBytes: 4_400_312 })),
    },
    versions: fakeVersions({ histories: state.histories, answer, fail: callError, enqueue }),
    linkExports: { saveLinks: (input) => answer('linkExports.saveLinks', input, () => ({ count: 3 })) },
    previews: {
      open: (input) => answer('previews.open', input, () => ({ grant: crypto.randomUUID() })),
      close: (input) => answer('previews.close', input, () => undefined),
      stop: () => answer('previews.stop', {}, () => undefined),
      weigh: () => answer('previews.weigh', {}, () => ({ isEnded: false })),
    },
    profiles: {
      listProfiles: (input) =>
        answer('profiles.listProfiles', input, () => ({
          profiles: [fakeProfile({ profileId: 'local', name: 'Local store', kind: 'local', endpoint: 'http://127.0.0.1:9000', secret: 'none' }), ...state.profiles],
          keychain: state.keychain,
        })),
      createProfile: (input) =>
        answer('profiles.createProfile', input, () => {
          const { accessKeyId, expiresMs, privilege, securityToken } = input.credential
          const temporary = { isTemporary: securityToken !== undefined, ...(privilege === undefined ? {} : { privilege }) }
          return keepProfile(fakeProfile({ ...ProfileFields.parse(input.fields), ...temporary, profileId: `profile-${++serial}`, accessKeyId, secret: input.keep, ...(expiresMs === undefined ? {} : { expiresMs }) }))
        }),
      updateProfile: (input) =>
        answer('profiles.updateProfile', input, () => {
          const former = profileOf(input.profileId)
          const { credential } = input
          const expiry = credential?.expiresMs === undefined ? {} : { expiresMs: credential.expiresMs }
          const key = credential === undefined ? {} : { accessKeyId: credential.accessKeyId, secret: input.keep ?? former.secret, ...expiry }
          return keepProfile({ ...former, ...ProfileFields.parse(input.fields), ...key })
        }),
      duplicateProfile: (input) =>
        answer('profiles.duplicateProfile', input, () => keepProfile({ ...profileOf(input.profileId), profileId: `profile-${++serial}`, name: input.name })),
      deleteProfile: (input) =>
        answer('profiles.deleteProfile', input, () => {
          state.profiles = state.profiles.filter((profile) => profile.profileId !== input.profileId)
          emit({ kind: 'profiles.changed', sequence: 0 })
        }),
      diagnose: (input) =>
        answer('profiles.diagnose', input, () => {
          for (const check of state.diagnosis) emit({ kind: 'doctor.progress', sequence: 0, runId: input.runId, check })
          return { checks: state.diagnosis }
        }),
      testProfile: (input) => answer('profiles.testProfile', input, () => ({ checked: 'buckets' as const, count: state.buckets.size })),
    },
    imports: {
      findImports: (input) => answer('imports.findImports', input, () => state.foundImports),
      openImport: (input) => answer('imports.openImport', input, () => state.importPreview),
      runImport: (input) =>
        answer('imports.runImport', input, () => {
          for (const { name } of input.rows) keepProfile(fakeProfile({ profileId: `profile-${++serial}`, name, secret: input.keep }))
          return { created: input.rows.length }
        }),
    },
    fragments: fakeFragments(state, answer),
    buckets: {
      listBuckets: (input) => answer('buckets.listBuckets', input, () => [...state.buckets.values()].map(({ info }) => info).toSorted((a, b) => (a.name < b.name ? -1 : 1))),
      putBucket: (input) =>
        answer('buckets.putBucket', input, () => {
          putBucket(input.bucket, [], { acl: input.acl, storageClass: input.storageClass, dataRedundancyType: input.dataRedundancyType })
          emit({ kind: 'buckets.changed', sequence: 0, profileId: 'local' })
        }),
      deleteBucket: (input) =>
        answer('buckets.deleteBucket', input, () => {
          // oxlint-disable-next-line typescript/only-throw-error
          if (bucketOf(input.bucket).objects.size > 0) throw callError('BucketNotEmpty', { requestId: '655F1C2E0A3B4C5D6E7F8091', ec: '0015-00000301' })
          state.buckets.delete(input.bucket)
        }),
      getBucketInfo: (input) => answer('buckets.getBucketInfo', input, () => bucketOf(input.bucket).info),
      getBucketStat: (input) =>
        answer('buckets.getBucketStat', input, () => {
          const objects = [...bucketOf(input.bucket).objects.values()]
          return { objectCount: objects.length, storageBytes: objects.reduce((sum, object) => sum + object.sizeBytes, 0), multipartUploadCount: 0 }
        }),
      getPublicAccessBlock: (input) => answer('buckets.getPublicAccessBlock', input, () => ({ blockPublicAccess: state.isAccountBlocked })),
      getBucketSetting: (input) => answer('buckets.getBucketSetting', input, () => ({ setting: state.bucketSettings.get(input.bucket)?.get(input.name) ?? noSettings[input.name], ...(input.name === 'acl' && state.aclGrants.length > 0 ? { grants: state.aclGrants } : {}) })),
      putBucketSetting: (input) =>
        answer('buckets.putBucketSetting', input, () => {
          state.bucketSettings.set(input.bucket, new Map(state.bucketSettings.get(input.bucket)).set(input.setting.name, input.setting))
          emit({ kind: 'buckets.changed', sequence: 0, profileId: 'local' })
        }),
    },
    objects: {
      scanAcls: (input) =>
        answer('objects.scanAcls', input, () => {
          const rows = state.aclRows.filter(({ key }) => key.startsWith(input.prefix))
          const open = rows.filter(({ acl, grants = [] }) => acl.startsWith('public') || grants.some(isOpenGrant)).length
          const listed = bucketOf(input.bucket).objects.size
          const report = { listed, isListed: true, checked: listed, found: rows.length, open, failed: 0 }
          emit({ kind: 'objects.aclsScanned', sequence: 0, scanId: input.scanId, report, rows })
          return { report, rows }
        }),
      previewSave: (input) => answer('objects.previewSave', input, () => ({ lost: [] })),
      headObject: (input) =>
        answer('objects.headObject', input, (): ObjectHeadView => {
          const object = bucketOf(input.bucket).objects.get(input.key)
          // oxlint-disable-next-line typescript/only-throw-error
          if (object === undefined) throw callError('NoSuchKey', { requestId: '655F1C2E0A3B4C5D6E7F8091' })
          return {
            key: object.key,
            type: 'Normal',
            sizeBytes: object.sizeBytes,
            etag: object.etag,
            crc64: '12345678901234567890',
            contentMd5: 'XUFAKrxLKna5cZ2REBfFkg==',
            lastModifiedMs: object.lastModifiedMs,
            storageClass: object.storageClass,
            headers: { 'content-type': 'image/jpeg', 'cache-control': 'max-age=3600' },
            userMetadata: { camera: 'X100V', photographer: '陈 雨' },
            tagCount: 2,
            requestId: '655F1C2E0A3B4C5D6E7F8091',
          }
        }),
      putSymlink: (input) =>
        answer('objects.putSymlink', input, () => {
          bucketOf(input.bucket).objects.set(input.key, fakeObject({ key: input.key, sizeBytes: 0 }))
        }),
      getSymlink: (input) => answer('objects.getSymlink', input, () => ({ target: 'beach.jpg', exists: true })),
      putFolder: (input) =>
        answer('objects.putFolder', input, () => {
          bucketOf(input.bucket).objects.set(input.prefix, fakeObject({ key: input.prefix, sizeBytes: 0 }))
        }),
    },
    listing: {
      open: (input) =>
        answer('listing.open', input, () => {
          const sessionId = `session-${++serial}`
          const session = createSession(sessionId, rowsUnder(bucketOf(input.bucket).objects.values(), input.prefix), state.listingState)
          sessions.set(sessionId, { ...session, bucket: input.bucket })
          return session.window(input.view, 0, input.limit)
        }),
      getWindow: (input) => answer('listing.getWindow', input, () => sessionOf(input.sessionId).window(input.view, input.offset, input.limit)),
      findKey: (input) =>
        answer('listing.findKey', input, () => {
          const { rows, orderId } = sessionOf(input.sessionId).ordered(input.view)
          const index = rows.findIndex((row) => row.key === input.key)
          return { index: index === -1 ? null : index, orderId }
        }),
      findName: (input) =>
        answer('listing.findName', input, () => {
          const { rows } = sessionOf(input.sessionId).ordered(input.view)
          const wanted = input.startsWith.toLowerCase()
          const matches = (index: number) => (rows[index]?.key.split('/').findLast((part) => part !== '') ?? '').toLowerCase().startsWith(wanted)
          for (let step = 0; step < rows.length; step++) {
            const index = (input.from + step) % rows.length
            if (matches(index)) return { index }
          }
          return { index: null }
        }),
      rebindSelection: (input) =>
        answer('listing.rebindSelection', input, () => {
          const former = sessionOf(input.from.sessionId).byOrder(input.from.orderId)
          const { rows, orderId } = sessionOf(input.sessionId).ordered(input.view)
          const keys = new Set(input.ranges.flatMap(([start, end]) => former.slice(start, end).map((row) => row.key)))
          const ranges = rows.flatMap((row, index): [number, number][] => (keys.has(row.key) ? [[index, index + 1]] : []))
          const focus = rows.findIndex((row) => row.key === former[input.focus]?.key)
          return { orderId, ranges, focus: focus === -1 ? null : focus }
        }),
      completeKey: (input) =>
        answer('listing.completeKey', input, () => {
          const slash = input.prefix.lastIndexOf('/') + 1
          const rows = rowsUnder(bucketOf(input.bucket).objects.values(), input.prefix.slice(0, slash)).filter((row) => row.key.startsWith(input.prefix)).slice(0, input.limit)
          return { folders: rows.filter((row) => row.kind === 'folder').map((row) => row.key), keys: rows.filter((row) => row.kind === 'object').map((row) => row.key) }
        }),
      measureSelection: (input) =>
        answer('listing.measureSelection', input, () =>
          measureFake(
            (input.selection.kind === 'prefix' ? [{ kind: 'folder' as const, key: input.selection.prefix }] : rowsOf(input.bucket, input.selection)).flatMap((row) => [...bucketOf(input.bucket).objects.values()].filter(({ key }) => (row.kind === 'folder' ? key.startsWith(row.key) : key === row.key))),
          ),
        ),
      getKeys: (input) => answer('listing.getKeys', input, () => ({ keys: [...bucketOf(input.bucket).objects.keys()].filter((key) => key.startsWith(input.prefix)).toSorted() })),
      summarizeSelection: (input) =>
        answer('listing.summarizeSelection', input, () => {
          const rows = rowsOf(input.bucket, input.selection)
          const objects = rows.filter((row) => row.kind === 'object')
          return { objects: objects.length, folders: rows.length - objects.length, bytes: objects.reduce((sum, row) => sum + row.sizeBytes, 0) }
        }),
      close: (input) => answer('listing.close', input, () => void sessions.delete(input.sessionId)),
    },
    transfers: {
      previewUpload: (input) => answer('transfers.previewUpload', input, () => state.preview),
      enqueueUpload: (input) =>
        answer('transfers.enqueueUpload', input, () => enqueue({ kind: 'upload', bucket: input.bucket, prefix: input.prefix, itemsTotal: input.sourceIds.length })),
      enqueueDownload: (input) =>
        answer('transfers.enqueueDownload', input, () =>
          enqueue({ kind: 'download', bucket: input.bucket, prefix: input.basePrefix, itemsTotal: rowsOf(input.bucket, input.selection).length, localFolder: 'Downloads' }),
        ),
      enqueueZip: (input) => answer('transfers.enqueueZip', input, () => enqueue({ kind: 'zip', bucket: input.bucket, prefix: input.basePrefix, archiveName: `${input.name}.zip` })),
      enqueueDelete: (input) =>
        answer('transfers.enqueueDelete', input, () => {
          const rows = rowsOf(input.bucket, input.selection)
          const { objects } = bucketOf(input.bucket)
          for (const row of rows) for (const key of objects.keys()) if (row.kind === 'folder' ? key.startsWith(row.key) : key === row.key) objects.delete(key)
          emit({ kind: 'objects.changed', sequence: 0, profileId: 'local', bucket: input.bucket, prefixes: [input.basePrefix] })
          return enqueue({ kind: 'delete', bucket: input.bucket, prefix: input.basePrefix, itemsTotal: rows.length, bytesTotal: 0 })
        }),
      previewCopy: (input) => answer('transfers.previewCopy', input, () => ({ ...state.preview, relayed: input.target.profileId !== input.profileId })),
      enqueueCopy: (input) =>
        answer('transfers.enqueueCopy', input, () =>
          enqueue({
            kind: input.move ? 'move' : 'copy',
            bucket: input.bucket,
            prefix: input.basePrefix,
            target: input.target,
            itemsTotal: rowsOf(input.bucket, input.selection).length,
            ...(input.newName === undefined ? {} : { newName: input.newName }),
          }),
        ),
      undo: (input) => answer('transfers.undo', input, () => enqueue({ kind: 'move', title: input.batchId })),
      previewEdit: (input) =>
        answer('transfers.previewEdit', input, () => {
          const rows = rowsOf(input.bucket, input.selection)
          return { objects: rows.length, bytes: rows.reduce((sum, row) => sum + row.sizeBytes, 0), complete: true, rows: state.editRows }
        }),
      enqueueEdit: (input) =>
        answer('transfers.enqueueEdit', input, () =>
          enqueue({ kind: input.edit.kind, edit: input.edit, bucket: input.bucket, prefix: input.basePrefix, itemsTotal: rowsOf(input.bucket, input.selection).length }),
        ),
      enqueueRevert,
      listBatches: (input) => answer('transfers.listBatches', input, () => state.batches),
      listItems: (input) =>
        answer('transfers.listItems', input, () => {
          const known = state.items.get(input.batchId) ?? []
          const all = input.states === undefined ? known : known.filter((item) => input.states?.includes(item.state))
          return { total: all.length, items: all.slice(input.offset, input.offset + input.limit) }
        }),
      pause: (input) => answer('transfers.pause', input, () => undefined),
      resume: (input) => answer('transfers.resume', input, () => undefined),
      getSpeedLimit: (input) => answer('transfers.getSpeedLimit', input, () => ({ bytesPerSecond: state.speedLimit })),
      setSpeedLimit: (input) =>
        answer('transfers.setSpeedLimit', input, () => {
          state.speedLimit = input.bytesPerSecond
        }),
      setBatchSpeedLimit: (input) => answer('transfers.setBatchSpeedLimit', input, () => undefined),
      setPriority: (input) => answer('transfers.setPriority', input, () => undefined),
      moveToFront: (input) => answer('transfers.moveToFront', input, () => undefined),
      setStart: (input) => answer('transfers.setStart', input, () => undefined),
      pauseAll: (input) => answer('transfers.pauseAll', input, () => undefined),
      resumeAll: (input) => answer('transfers.resumeAll', input, () => undefined),
      getRules: (input) => answer('transfers.getRules', input, () => state.transferRules),
      setHours: (input) =>
        answer('transfers.setHours', input, () => {
          state.transferRules = { ...state.transferRules, hours: input.hours }
        }),
      setConnectionLimits: (input) =>
        answer('transfers.setConnectionLimits', input, () => {
          const others = state.transferRules.connections.filter(({ profileId }) => profileId !== input.profileId)
          state.transferRules = { ...state.transferRules, connections: [...others, input] }
        }),
      cancel: (input) => answer('transfers.cancel', input, () => undefined),
      retry: (input) => answer('transfers.retry', input, () => undefined),
      clear: (input) =>
        answer('transfers.clear', input, () => {
          state.batches = state.batches.filter((batch) => !input.batchIds.includes(batch.batchId))
          emit({ kind: 'transfers.changed', sequence: 0, batches: [], removed: input.batchIds })
        }),
      listHistory: (input) =>
        answer('transfers.listHistory', input, () => {
          const found = state.history.filter((batch) => `${batch.title} ${batch.bucket} ${batch.prefix}`.includes(input.search))
          return { total: found.length, batches: found.slice(input.offset, input.offset + input.limit) }
        }),
      clearHistory: (input) =>
        answer('transfers.clearHistory', input, () => {
          state.history = state.history.filter((batch) => input.batchIds !== undefined && !input.batchIds.includes(batch.batchId))
          emit({ kind: 'transfers.historyChanged', sequence: 0 })
        }),
      saveManifest: (input) => answer('transfers.saveManifest', input, () => ({ saved: true })),
      revealDownload: (input) => answer('transfers.revealDownload', input, () => undefined),
    },
  }
  const putBucket: FakeWindow['putBucket'] = (name, objects, info = {}) => {
    state.buckets.set(name, {
      info: {
        name,
        region: 'cn-hangzhou',
        createdMs: nowMs,
        storageClass: 'Standard',
        acl: 'private',
        ownerId: '1000000000000001',
        dataRedundancyType: 'LRS',
        extranetEndpoint: 'oss-cn-hangzhou.localhost:9000',
        ...info,
      },
      objects: new Map(objects.map((object) => [object.key ?? '', fakeObject(object)])),
    })
  }
  const endBatches: FakeWindow['endBatches'] = (change = {}) => {
    state.batches = state.batches.map((batch) => ({ ...batch, state: 'done' as const, finishedMs: Date.now(), itemsDone: batch.itemsTotal, ...change }))
    emit({ kind: 'transfers.changed', sequence: 0, batches: state.batches, removed: [] })
  }
  return { api, state, putBucket, endBatches }
}

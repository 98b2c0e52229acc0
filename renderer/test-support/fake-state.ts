import type { BucketInfo } from '../../electron/contract/buckets.ts'
import type { ListingProgress } from '../../electron/contract/listings.ts'
import type { UploadSource } from '../../electron/contract/local-files.ts'
import type { ChosenDataFolder, Settings } from '../../electron/contract/settings.ts'
import type { StoreStatus } from '../../electron/contract/store-status.ts'
import type { TransferBatch } from '../../electron/contract/transfer-batches.ts'
import type { TransferItem } from '../../electron/contract/transfer-items.ts'
import type { CopyPreview, TransferPreview } from '../../electron/contract/transfer-previews.ts'
import type { TransferRules } from '../../electron/contract/transfer-rules.ts'
import type { AclGrant } from '../../electron/contract/acl-grants.ts'
import type { AclScanRow } from '../../electron/contract/acl-scan.ts'
import type { BucketSetting, BucketSettingName } from '../../electron/contract/bucket-settings.ts'
import type { Fragment } from '../../electron/contract/fragments.ts'
import type { EditPreviewRow } from '../../electron/contract/object-jobs.ts'
import type { z } from 'zod'
import type { DoctorCheck } from '../../electron/contract/doctor.ts'
import type { FoundImports, ImportPreview } from '../../electron/contract/imports.ts'
import type { Profile, ProfilesState } from '../../electron/contract/profiles.ts'
import type { FakeDrags } from './fake-drags.ts'
import { systemProxy } from '../../electron/contract/proxy.ts'
import { Settings as SettingsSchema } from '../../electron/contract/settings.ts'
import { Workspace as WorkspaceSchema, type Workspace } from '../../electron/contract/workspace.ts'
import type { OssErrorWire } from '../../electron/contract/error-wire.ts'
import { errorTable, type OssErrorCode } from '../../storage-core/model/error-table.ts'
import { newFakeAsOf, type FakeAsOf } from './fake-as-of.ts'
import type { FakeObject } from './fake-listing.ts'
import { newHistories, type FakeHistories } from './fake-versions.ts'


/** A failure as the contract carries it. */
export function callError(code: OssErrorCode, rest: Partial<OssErrorWire> = {}): OssErrorWire {
  const { status, message, retryable } = errorTable[code]
  return { code, status, message, retryable, ...rest }
}

export interface FakeState {
  settings: Settings
  status: StoreStatus
  locale: string
  /** Connections beside the local store. */
  profiles: Profile[]
  keychain: ProfilesState['keychain']
  /** What the connection doctor finds. */
  diagnosis: DoctorCheck[]
  foundImports: z.infer<typeof FoundImports>
  importPreview: ImportPreview | null
  readonly buckets: Map<string, { readonly info: BucketInfo; readonly objects: Map<string, FakeObject> }>
  /** Settings that were put, by bucket. */
  readonly bucketSettings: Map<string, Map<BucketSettingName, BucketSetting>>
  readonly histories: FakeHistories
  batches: TransferBatch[]
  history: TransferBatch[]
  readonly items: Map<string, TransferItem[]>
  preview: TransferPreview & Partial<CopyPreview>
  editRows: EditPreviewRow[]
  readonly asOf: FakeAsOf
  chosenSources: UploadSource[]
  listingState: ListingProgress['state']
  /** Calls that reject, by `noun.verb`. */
  /** Objects with an ACL of their own. */
  aclRows: AclScanRow[]
  /** Whom the ACLs of buckets name, over S3. */
  aclGrants: AclGrant[]
  /** The account blocks public access to all its buckets. */
  isAccountBlocked: boolean
  readonly failures: Map<string, OssErrorWire>
  /** Every call so far, as `[name, input]`. */
  readonly calls: (readonly [string, unknown])[]
  /** Unfinished uploads. */
  fragments: Fragment[]
  clipboard: string
  workspace: Workspace
  speedLimit: number | null
  hasTray: boolean
  readonly drags: FakeDrags
  /** What the system's dialog answers when a folder for the store is wanted. */
  chosenDataFolder: ChosenDataFolder | null
  transferRules: TransferRules
}

export const noSettings: Readonly<Record<BucketSettingName, BucketSetting>> = {
  policy: { name: 'policy', text: null },
  acl: { name: 'acl', acl: 'private' },
  publicAccessBlock: { name: 'publicAccessBlock', blockPublicAccess: false },
  cors: { name: 'cors', rules: [], responseVary: false },
  referer: { name: 'referer', allowEmptyReferer: true, allowTruncateQueryString: true, truncatePath: false, referers: [], blacklist: [] },
  requestPayment: { name: 'requestPayment', payer: 'BucketOwner' },
  tags: { name: 'tags', tags: {} },
  versioning: { name: 'versioning', status: 'Unset' },
}

export const nowMs = Date.UTC(2026, 10, 12, 9, 30)

export function fakeObject(object: Partial<FakeObject>): FakeObject {
  return {
    key: 'object.txt',
    sizeBytes: 1024,
    lastModifiedMs: nowMs,
    storageClass: 'Standard',
    etag: '5D41402ABC4B2A76B9719D911017C592',
    ...object,
  }
}

export function fakeProfile(profile: Partial<Profile>): Profile {
  return {
    profileId: 'archive',
    name: 'Archive',
    colour: 'none',
    kind: 'oss',
    endpoint: 'https://oss-cn-hangzhou.aliyuncs.com',
    region: 'cn-hangzhou',
    addressing: 'automatic',
    signatureVersion: 'v4',
    presetPath: '',
    readOnly: false,
    caCertificate: '',
    proxy: systemProxy,
    accessKeyId: 'LTAI5tArchiveKey0001',
    secret: 'keychain',
    ...profile,
  }
}

export function fakeBatch(batch: Partial<TransferBatch>): TransferBatch {
  return {
    batchId: 'batch-1',
    kind: 'upload',
    state: 'running',
    title: 'beach.jpg',
    profileId: 'local',
    bucket: 'photos',
    prefix: '',
    createdMs: nowMs,
    itemsTotal: 10,
    itemsDone: 4,
    itemsSkipped: 0,
    itemsFailed: 0,
    bytesTotal: 1000,
    bytesDone: 400,
    bytesPerSecond: 100,
    itemsPerSecond: 1,
    streams: 4,
    scanned: true,
    ...batch,
  }
}

/** A fresh app: a running local store, no buckets, no connections. */
export function newFakeState(): FakeState {
  return {
    settings: SettingsSchema.parse({ firstRun: false, language: 'en', theme: 'light' }),
    status: {
      state: 'ready',
      url: 'http://127.0.0.1:9000',
      region: 'cn-hangzhou',
      accessKeyId: 'LTAI5tOssiaLocalKey01',
      dataFolder: '/home/ada/.local/share/Ossia/store',
    },
    locale: 'en-GB',
    profiles: [],
    keychain: { available: true, name: 'gnome_libsecret' },
    diagnosis: [],
    foundImports: [],
    importPreview: null,
    buckets: new Map(),
    histories: newHistories(),
    bucketSettings: new Map(),
    batches: [],
    history: [],
    items: new Map(),
    preview: { files: 1, bytes: 1024, conflictCount: 0, conflicts: [], complete: true },
    editRows: [],
    asOf: newFakeAsOf(),
    chosenSources: [],
    listingState: 'complete',
    aclRows: [],
    aclGrants: [],
    isAccountBlocked: false,
    failures: new Map(),
    calls: [],
    fragments: [],
    clipboard: '',
    workspace: WorkspaceSchema.parse({}),
    speedLimit: null,
    hasTray: true,
    drags: { prepared: { state: 'ready', files: 1, bytes: 5, names: 1 }, ended: { leftWindow: true } },
    chosenDataFolder: null,
    transferRules: { hours: null, connections: [] },
  }
}

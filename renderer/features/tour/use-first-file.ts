import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { UploadSource } from '../../../electron/contract/local-files.ts'
import type { TransferBatch } from '../../../electron/contract/transfer-batches.ts'
import { useApi, useBridge } from '../../bridge/api.tsx'
import { toCallError } from '../../bridge/call-error.ts'
import { bucketNameProblem, bucketsQuery, usePutBucket } from '../buckets/index.ts'
import { saveBytes } from '../editor/index.ts'
import { useNotices } from '../notices/index.ts'
import { localProfileId } from '../store/index.ts'
import { useTransferStore, useUploader } from '../transfers/index.ts'

/** What the tour put into the bucket. */
export interface FirstFile {
  /** Key of the object, or of the folder with its slash. */
  readonly key: string
  readonly count: number
}

type Sent = FirstFile & { readonly sinceMs: number }

/** The part of the tour that is real: a bucket in the local store, and what is put into it. */
export function useFirstFile(first: string) {
  const { t } = useTranslation()
  const api = useApi()
  const bridge = useBridge()
  const { uploadSources } = useUploader()
  const reportError = useNotices((state) => state.reportError)
  const tell = useNotices((state) => state.tell)
  const [bucket, setBucket] = useState(first)
  const [isBusy, setBusy] = useState(false)
  const [sent, setSent] = useState<Sent>()
  const [written, setWritten] = useState<FirstFile>()
  const buckets = useQuery(bucketsQuery(api, localProfileId))
  const { mutateAsync: putBucket } = usePutBucket()
  const exists = buckets.data?.some(({ name }) => name === bucket) === true
  const problem = bucketNameProblem(bucket, [])
  const batch = useTransferStore(({ order, byId }): TransferBatch | undefined => {
    const id = sent === undefined ? undefined : order.find((one) => isOurs(byId[one], bucket, sent.sinceMs))
    return id === undefined ? undefined : byId[id]
  })

  /** Does it, and says here what stood in the way. @returns whether it was done */
  async function attempt(work: () => Promise<void>): Promise<boolean> {
    setBusy(true)
    try {
      await work()
      return true
    } catch (thrown) {
      reportError(thrown)
      return false
    } finally {
      setBusy(false)
    }
  }
  const ensureBucket = async (): Promise<void> => {
    const { data = [] } = await buckets.refetch({ throwOnError: true })
    if (data.some(({ name }) => name === bucket)) return
    await putBucket({ profileId: localProfileId, bucket, acl: 'private', storageClass: 'Standard', dataRedundancyType: 'LRS' })
  }
  const upload = async (sources: readonly UploadSource[]): Promise<void> => {
    const [source] = sources
    if (source === undefined) return
    await ensureBucket()
    setSent({ key: source.isDirectory ? `${source.name}/` : source.name, count: sources.length, sinceMs: Date.now() })
    await uploadSources({ profileId: localProfileId, bucket, prefix: '' }, sources)
  }
  const isArrived = batch?.state === 'done'
  return {
    bucket,
    setBucket,
    /** Why there can be no bucket of this name. */
    problem,
    /** The bucket is there already, which is as good. */
    exists,
    isBusy,
    batch,
    arrived: written ?? (isArrived ? sent : undefined),
    createBucket: () => attempt(ensureBucket),
    choose: () => attempt(async () => upload(await api.files.chooseUploadSources({ kind: 'files' }))),
    drop: (files: readonly File[]) =>
      attempt(async () => {
        const sources = files.length === 0 ? [] : await api.files.registerDropped(files)
        if (sources.length === 0) tell('transfers.notLocal')
        else await upload(sources)
      }),
    writeSample: () =>
      attempt(async () => {
        await ensureBucket()
        const key = t('tour.sample.name')
        try {
          await saveBytes(bridge, { profileId: localProfileId, bucket, key, mode: 'create' }, new TextEncoder().encode(t('tour.sample.text')))
        } catch (thrown) {
          // From an earlier tour: it is there, which is all that is wanted.
          if (toCallError(thrown).code !== 'FileAlreadyExists') throw thrown
        }
        setWritten({ key, count: 1 })
      }),
    retry: () => attempt(async () => (batch === undefined ? undefined : api.transfers.retry({ batchIds: [batch.batchId] }))),
  }
}

function isOurs(batch: TransferBatch | undefined, bucket: string, sinceMs: number): boolean {
  return batch?.kind === 'upload' && batch.profileId === localProfileId && batch.bucket === bucket && batch.createdMs >= sinceMs
}

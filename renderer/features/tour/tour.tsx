import { Button, Form, Input, Modal, type InputRef } from 'antd'
import { CircleCheck, Database, FileUp, Sparkles } from 'lucide-react'
import { useEffect, useRef, useState, type DragEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { useCopyText } from '../../bridge/api.tsx'
import { PropertyList } from '../../ui/property-list.tsx'
import { formatAddress, useNavigation, type Place } from '../navigation/index.ts'
import { NoticeBars } from '../notices/index.ts'
import { useProfileDialogs } from '../profiles/index.ts'
import { useKeysOf } from '../shortcuts/index.ts'
import { EndpointValues, localProfileId, type ReadyStore } from '../store/index.ts'
import { useDropHandlers, useDropStore, useTransferStore } from '../transfers/index.ts'
import { useFirstFile } from './use-first-file.ts'

/** Bucket that the tour proposes. */
const proposedBucket = 'my-files'
const steps = ['store', 'bucket', 'file'] as const
type Step = (typeof steps)[number]

interface Props {
  readonly status: ReadyStore
  readonly onClose: () => void
}

/** There is nothing behind the tour to open while something is held over it. */
const stay = () => undefined

/** From a store that runs to a file in a bucket, in three steps, each of which can be left out. */
export function Tour({ status, onClose }: Props) {
  const { t } = useTranslation()
  const [step, setStep] = useState<Step>('store')
  const first = useFirstFile(proposedBucket)
  const { arrived, bucket } = first
  const place: Place = { profileId: localProfileId, bucket, prefix: '' }
  const dropActive = useDropStore((state) => state.target !== undefined)
  const { onDragOver } = useDropHandlers('list', stay)(place)
  const primary = useRef<HTMLButtonElement>(null)
  const isDone = arrived !== undefined
  const shown = isDone ? 'done' : step
  useEffect(() => {
    if (shown !== 'bucket') primary.current?.focus()
  }, [shown])

  const finish = () => {
    onClose()
    if (arrived !== undefined) useNavigation.getState().open({ ...place, focusKey: arrived.key })
  }
  const onDrop = (event: DragEvent<HTMLElement>) => {
    event.preventDefault()
    event.stopPropagation()
    useDropStore.getState().leave()
    if (isDone || first.isBusy || first.problem !== undefined) return
    setStep('file')
    void first.drop([...event.dataTransfer.files])
  }
  const toFile = async () => {
    if (await first.createBucket()) setStep('file')
  }
  const next = {
    store: { label: t('tour.next'), run: () => setStep('bucket') },
    bucket: { label: t(first.exists ? 'tour.bucket.use' : 'tour.bucket.create', { bucket }), run: () => void toFile() },
    file: { label: t('tour.file.choose'), run: () => void first.choose() },
    done: { label: t('tour.done.open', { bucket }), run: finish },
  }[shown]
  const title = {
    store: t('tour.store.title'),
    bucket: t('tour.bucket.title'),
    file: t('tour.file.title'),
    done: arrived?.count === 1 ? t('tour.done.title', { name: arrived.key, bucket }) : t('tour.done.titleMany', { count: arrived?.count ?? 0, bucket }),
  }[shown]
  const names = { store: t('tour.store.name'), bucket: t('tour.bucket.name'), file: t('tour.file.name') }
  return (
    <Modal
      open
      centered
      width={640}
      className="tour"
      closable={false}
      mask={{ closable: false }}
      title={<h2>{title}</h2>}
      onCancel={finish}
      footer={
        <div className="tour-footer">
          {isDone ? null : (
            <Button type="text" onClick={finish}>
              {t('tour.skip')}
            </Button>
          )}
          <span className="tour-gap" />
          {isDone || step === 'store' ? null : <Button onClick={() => setStep(step === 'file' ? 'bucket' : 'store')}>{t('tour.back')}</Button>}
          <Button ref={primary} type="primary" autoFocus={shown !== 'bucket'} loading={first.isBusy} disabled={shown === 'bucket' && first.problem !== undefined} onClick={next.run}>
            {next.label}
          </Button>
        </div>
      }
    >
      <div className="tour-body" data-testid="first-run" onDragOver={isDone ? undefined : onDragOver} onDrop={onDrop}>
        <ol className="tour-steps" aria-label={t('tour.steps')}>
          {steps.map((name, index) => {
            const isPast = isDone || index < steps.indexOf(step)
            return (
              <li key={name} className={isPast ? 'is-past' : name === step ? 'is-current' : undefined} aria-current={!isDone && name === step ? 'step' : undefined}>
                {isPast ? <CircleCheck size={15} aria-hidden /> : <span className="tour-number">{index + 1}</span>}
                {names[name]}
                {isPast ? <span className="visually-hidden">{t('tour.past')}</span> : null}
              </li>
            )
          })}
        </ol>
        <NoticeBars />
        {shown === 'store' ? <StoreStep status={status} onClose={onClose} /> : null}
        {shown === 'bucket' ? <BucketStep first={first} onEnter={next.run} /> : null}
        {shown === 'file' ? <FileStep first={first} dropActive={dropActive} onShowTransfers={finish} /> : null}
        {shown === 'done' && arrived !== undefined ? <DoneStep address={formatAddress({ bucket, key: arrived.key })} /> : null}
      </div>
    </Modal>
  )
}

type First = ReturnType<typeof useFirstFile>

function StoreStep({ status, onClose }: Props) {
  const { t } = useTranslation()
  const connect = () => {
    onClose()
    useProfileDialogs.getState().startAdd()
  }
  return (
    <>
      <p className="dialog-lead">{t('tour.store.lead')}</p>
      <EndpointValues status={status} />
      <p className="form-hint">{t('tour.store.later')}</p>
      <p className="tour-elsewhere">
        {t('tour.store.elsewhere')}
        <Button type="link" size="small" onClick={connect}>
          {t('tour.store.connect')}
        </Button>
      </p>
    </>
  )
}

function BucketStep({ first, onEnter }: { readonly first: First; readonly onEnter: () => void }) {
  const { t } = useTranslation()
  const input = useRef<InputRef>(null)
  const { bucket, exists, problem } = first
  useEffect(() => input.current?.focus({ cursor: 'all' }), [])
  return (
    <>
      <p className="dialog-lead">{t('tour.bucket.lead')}</p>
      <Form layout="vertical" requiredMark={false}>
        <Form.Item
          label={t('buckets.name')}
          htmlFor="tour-bucket"
          validateStatus={problem === undefined ? '' : 'error'}
          help={problem === undefined ? t(exists ? 'tour.bucket.exists' : 'buckets.nameHint') : t(`buckets.problem.${problem.problem}`, { character: problem.character ?? '' })}
        >
          <Input
            id="tour-bucket"
            ref={input}
            className="is-mono"
            prefix={<Database size={14} aria-hidden />}
            autoComplete="off"
            spellCheck={false}
            maxLength={80}
            value={bucket}
            onChange={(event) => first.setBucket(event.target.value)}
            onPressEnter={(event) => {
              event.preventDefault()
              if (problem === undefined) onEnter()
            }}
          />
        </Form.Item>
      </Form>
      <p className="form-hint">{t('tour.bucket.private')}</p>
    </>
  )
}

function FileStep({ first, dropActive, onShowTransfers }: { readonly first: First; readonly dropActive: boolean; readonly onShowTransfers: () => void }) {
  const { t } = useTranslation()
  const { batch, bucket } = first
  const hasFailed = batch?.state === 'failed' || batch?.state === 'cancelled'
  const showTransfers = () => {
    onShowTransfers()
    useTransferStore.getState().openDock()
  }
  return (
    <>
      <p className="dialog-lead">{t('tour.file.lead', { bucket })}</p>
      <div className={dropActive ? 'tour-drop is-drop-target' : 'tour-drop'}>
        <FileUp size={20} aria-hidden />
        <p className="tour-drop-title">{t('tour.file.drop')}</p>
        <p className="form-hint">{t('tour.file.dropHint')}</p>
        <Button icon={<Sparkles size={14} />} disabled={first.isBusy} onClick={() => void first.writeSample()}>
          {t('tour.file.sample')}
        </Button>
      </div>
      <div className="tour-progress" role="status">
        {batch === undefined ? null : (
          <>
            <span>{hasFailed ? t('tour.file.failed', { count: Math.max(1, batch.itemsFailed) }) : t('transfers.progressItems', { done: batch.itemsDone, total: batch.itemsTotal })}</span>
            {hasFailed ? (
              <Button size="small" onClick={() => void first.retry()}>
                {t('common.retry')}
              </Button>
            ) : null}
            <Button size="small" type="link" onClick={showTransfers}>
              {t('tour.file.transfers')}
            </Button>
          </>
        )}
      </div>
    </>
  )
}

function DoneStep({ address }: { readonly address: string }) {
  const { t } = useTranslation()
  const copyText = useCopyText()
  const keysOf = useKeysOf()
  const keys = { look: 'Space', palette: keysOf('palette'), help: keysOf('help') }
  return (
    <>
      <p className="dialog-lead">{t('tour.done.lead')}</p>
      <PropertyList onCopy={copyText} properties={[{ label: t('objects.address'), value: address, copy: address, mono: true }]} />
      <h3 className="section-title">{t('tour.done.next')}</h3>
      <dl className="shortcuts tour-keys">
        {(['look', 'palette', 'help'] as const).map((name) => (
          <div key={name}>
            <dt>{t(`tour.done.tips.${name}`)}</dt>
            <dd>{keys[name] === undefined ? null : <kbd>{keys[name]}</kbd>}</dd>
          </div>
        ))}
      </dl>
      <p className="form-hint">{t('tour.done.again')}</p>
    </>
  )
}

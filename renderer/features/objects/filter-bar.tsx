import { Button, Checkbox, InputNumber, Radio } from 'antd'
import type { TFunction } from 'i18next'
import { memo, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { StorageClass } from '../../../storage-core/model/storage-class.ts'
import { ChipPanel } from '../../ui/chip-panel.tsx'
import type { Format } from '../../ui/use-format.ts'
import { useFormat } from '../../ui/use-format.ts'
import { storageClassLabel } from '../../ui/storage-class-label.ts'
import { useIsActivePane } from '../navigation/index.ts'
import { dayPresets, kindChoices, noFacets, sizePresets, type Facets } from './facets.ts'
import { useObjectsStore } from './store.ts'

const bytesPerMegabyte = 1024 * 1024

function sizeText({ minBytes, maxBytes }: Facets, t: TFunction, format: Format): string | undefined {
  const preset = sizePresets.find((one) => one.minBytes === minBytes && one.maxBytes === maxBytes)
  if (preset !== undefined) return t(`objects.facets.sizes.${preset.key}`)
  if (minBytes !== undefined && maxBytes !== undefined) return t('objects.facets.between', { from: format.bytes(minBytes), to: format.bytes(maxBytes) })
  if (minBytes !== undefined) return t('objects.facets.atLeast', { value: format.bytes(minBytes) })
  return maxBytes === undefined ? undefined : t('objects.facets.atMost', { value: format.bytes(maxBytes) })
}

function modifiedText({ modified }: Facets, t: TFunction): string | undefined {
  if (modified === undefined) return undefined
  if (modified.kind === 'days') return t('objects.facets.lastDays', { count: modified.days })
  const { from, to } = modified
  if (from !== '' && to !== '') return t('objects.facets.between', { from, to })
  return from === '' ? (to === '' ? undefined : t('objects.facets.atMost', { value: to })) : t('objects.facets.atLeast', { value: from })
}

/** Chips below the toolbar: type, size, time and class of what is shown. */
export const FilterBar = memo(function FilterBar() {
  const { t } = useTranslation()
  const format = useFormat()
  const facets = useObjectsStore((state) => state.facets)
  const open = useObjectsStore((state) => state.filterBarOpen)
  const setFacets = useObjectsStore((state) => state.setFacets)
  const hide = useObjectsStore((state) => state.toggleFilterBar)
  const isActive = useIsActivePane()
  const bar = useRef<HTMLDivElement>(null)
  useEffect(() => {
    // Whoever opens it by keyboard goes on in it.
    if (open && isActive) bar.current?.querySelector<HTMLElement>('button')?.focus()
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- only the opening moves the focus
  }, [open])
  if (!open) return null
  const change = (part: Partial<Facets>) => setFacets({ ...facets, ...part })
  const without = (...names: readonly (keyof Facets)[]) => {
    const rest = { ...facets }
    for (const name of names) if (name !== 'kinds' && name !== 'storageClasses') delete rest[name]
    setFacets(rest)
  }
  const setSize = (minBytes: number | undefined, maxBytes: number | undefined) => {
    const { minBytes: _min, maxBytes: _max, ...rest } = facets
    setFacets({ ...rest, ...(minBytes === undefined ? {} : { minBytes }), ...(maxBytes === undefined ? {} : { maxBytes }) })
  }
  const sizeKey = sizePresets.find((one) => one.minBytes === facets.minBytes && one.maxBytes === facets.maxBytes)?.key
  const dates = facets.modified?.kind === 'dates' ? facets.modified : { from: '', to: '' }
  const clear = (what: string) => t('objects.facets.clearOne', { what })
  return (
    <div ref={bar} className="filter-bar" role="group" aria-label={t('objects.facets.title')}>
      <ChipPanel
        label={t('objects.facets.kind')}
        value={facets.kinds.length === 0 ? undefined : facets.kinds.map((kind) => t(`objects.facets.kinds.${kind}`)).join(t('objects.facets.or'))}
        clearLabel={clear(t('objects.facets.kind'))}
        onClear={() => change({ kinds: [] })}
      >
        <Checkbox.Group
          className="chip-choices"
          value={[...facets.kinds]}
          options={kindChoices.map((kind) => ({ value: kind, label: t(`objects.facets.kinds.${kind}`) }))}
          onChange={(kinds) => change({ kinds })}
        />
      </ChipPanel>
      <ChipPanel label={t('objects.facets.size')} value={sizeText(facets, t, format)} clearLabel={clear(t('objects.facets.size'))} onClear={() => setSize(undefined, undefined)}>
        <Radio.Group
          className="chip-choices"
          aria-label={t('objects.facets.size')}
          value={sizeKey}
          options={sizePresets.map(({ key }) => ({ value: key, label: t(`objects.facets.sizes.${key}`) }))}
          onChange={(event) => {
            const preset = sizePresets.find(({ key }) => key === event.target.value)
            if (preset !== undefined) setSize(preset.minBytes, preset.maxBytes)
          }}
        />
        <div className="chip-row">
          <MegabyteField label={t('objects.facets.from')} bytes={facets.minBytes} onChange={(bytes) => setSize(bytes, facets.maxBytes)} />
          <MegabyteField label={t('objects.facets.to')} bytes={facets.maxBytes} onChange={(bytes) => setSize(facets.minBytes, bytes)} />
        </div>
      </ChipPanel>
      <ChipPanel label={t('objects.facets.modified')} value={modifiedText(facets, t)} clearLabel={clear(t('objects.facets.modified'))} onClear={() => without('modified')}>
        <Radio.Group
          className="chip-choices"
          aria-label={t('objects.facets.modified')}
          value={facets.modified?.kind === 'days' ? facets.modified.days : undefined}
          options={dayPresets.map((days) => ({ value: days, label: t('objects.facets.lastDays', { count: days }) }))}
          onChange={(event) => {
            const days = dayPresets.find((one) => one === event.target.value)
            if (days !== undefined) change({ modified: { kind: 'days', days } })
          }}
        />
        <div className="chip-row">
          <label>
            <span>{t('objects.facets.from')}</span>
            <input type="date" value={dates.from} onChange={(event) => change({ modified: { kind: 'dates', from: event.target.value, to: dates.to } })} />
          </label>
          <label>
            <span>{t('objects.facets.to')}</span>
            <input type="date" value={dates.to} onChange={(event) => change({ modified: { kind: 'dates', from: dates.from, to: event.target.value } })} />
          </label>
        </div>
      </ChipPanel>
      <ChipPanel
        label={t('objects.facets.storageClass')}
        value={facets.storageClasses.length === 0 ? undefined : facets.storageClasses.map((name) => storageClassLabel(name, t)).join(t('objects.facets.or'))}
        clearLabel={clear(t('objects.facets.storageClass'))}
        onClear={() => change({ storageClasses: [] })}
      >
        <Checkbox.Group
          className="chip-choices"
          value={[...facets.storageClasses]}
          options={StorageClass.options.map((name) => ({ value: name, label: storageClassLabel(name, t) }))}
          onChange={(storageClasses) => change({ storageClasses })}
        />
      </ChipPanel>
      <span className="toolbar-space" />
      <Button type="text" size="small" onClick={() => setFacets(noFacets)}>
        {t('objects.facets.clearAll')}
      </Button>
      <Button type="text" size="small" onClick={hide}>
        {t('objects.facets.hide')}
      </Button>
    </div>
  )
})

function MegabyteField({ label, bytes, onChange }: { readonly label: string; readonly bytes: number | undefined; readonly onChange: (bytes: number | undefined) => void }) {
  return (
    <label>
      <span>{label}</span>
      <InputNumber<number>
        size="small"
        min={0}
        max={50 * 1024 * 1024}
        suffix="MB"
        controls={false}
        value={bytes === undefined ? null : Math.round((bytes / bytesPerMegabyte) * 1000) / 1000}
        onChange={(value) => onChange(value === null ? undefined : Math.round(value * bytesPerMegabyte))}
      />
    </label>
  )
}

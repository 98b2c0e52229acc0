import { describe, expect, it } from 'vitest'
import { defaultLayout, isColumnChosen, moveColumn, resizeColumn, shownColumns, toggleColumn, type ListColumn } from './columns.ts'

const shown = (layout = defaultLayout, roomPx = 0): readonly ListColumn[] => shownColumns(layout, roomPx).map(({ column }) => column)

describe('the columns of the list', () => {
  it('make room for the name by leaving out the least important', () => {
    expect(shown()).toEqual(['name', 'sizeBytes', 'type', 'storageClass', 'lastModifiedMs'])
    expect(shown(defaultLayout, 560)).toEqual(['name', 'sizeBytes', 'storageClass', 'lastModifiedMs'])
    expect(shown(defaultLayout, 360)).toEqual(['name', 'sizeBytes', 'lastModifiedMs'])
    expect(shown(defaultLayout, 100)).toEqual(['name'])
  })

  it('come and go, keep their widths within reason, and change places; the name stays', () => {
    const more = toggleColumn(defaultLayout, 'etag')
    expect(shown(more).at(-1)).toBe('etag')
    expect(isColumnChosen(toggleColumn(more, 'etag'), 'etag')).toBe(false)
    expect(toggleColumn(defaultLayout, 'name')).toBe(defaultLayout)
    expect(shownColumns(resizeColumn(defaultLayout, 'sizeBytes', 7), 0)[1]).toEqual({ column: 'sizeBytes', widthPx: 56 })
    expect(shown(moveColumn(defaultLayout, 'lastModifiedMs', 'sizeBytes'))).toEqual(['name', 'lastModifiedMs', 'sizeBytes', 'type', 'storageClass'])
    expect(shown(moveColumn(defaultLayout, 'sizeBytes', 'name'))).toEqual(shown())
    expect(shown(moveColumn(defaultLayout, 'name', 'type'))).toEqual(shown())
  })

  it('are right even when what was kept is not', () => {
    const odd = { ...defaultLayout, columns: [{ column: 'type' as const, widthPx: 90 }, { column: 'rawName' as const, widthPx: 90 }, { column: 'type' as const, widthPx: 80 }] }
    expect(shown(odd)).toEqual(['name', 'type'])
  })
})

import { render, screen, waitFor } from '@testing-library/react'
import { I18nextProvider } from 'react-i18next'
import { expect, it, vi } from 'vitest'
import { createI18n } from '../ui/i18n/index.ts'
import { SubjectContext } from './context.ts'
import type { ObjectReader } from './object-reader.ts'
import { Viewer } from './viewer.tsx'

const sizeBytes = 500 * 1024 * 1024

/** An object that is one piece, over and over, after how it begins; notes how much of it is read. */
function endless(beginning: string, piece: string): ObjectReader & { readBytes: number } {
  const repeated = new TextEncoder().encode(piece.repeat(Math.ceil((400 * 1024) / piece.length)))
  const start = new TextEncoder().encode(beginning)
  return {
    sizeBytes,
    readBytes: 0,
    url: () => '',
    stream: () => Promise.reject(new Error('nobody streams text')),
    read(from, to) {
      const length = Math.min(to, sizeBytes) - from
      this.readBytes += length
      const bytes = repeated.slice(from % piece.length, (from % piece.length) + length)
      if (from === 0) bytes.set(start)
      return Promise.resolve(bytes)
    },
  }
}

function show(name: string, reader: ObjectReader) {
  const fail = vi.fn()
  const request = { ossiaViewer: 'show', serial: 1, grant: 'g', name, sizeBytes, language: 'en', theme: 'light' } as const
  const { unmount } = render(
    <I18nextProvider i18n={createI18n('en')}>
      <SubjectContext value={{ request, reader, fail }}>
        <Viewer onChosen={() => undefined} />
      </SubjectContext>
    </I18nextProvider>,
  )
  return { fail, unmount }
}

it.each([
  ['a text', 'a.txt', '', 'x'],
  ['a JSON document', 'a.json', '[', '1,'],
  ['a record', 'a.csv', 'first,', `${'x'.repeat(8000)},`],
  ['a cell', 'a.csv', 'first,"', 'x'],
  ['quotes', 'a.csv', '', '"'],
  ['a line of JSON', 'a.jsonl', '{"a":"', 'x'],
  ['a line of nested JSON', 'a.jsonl', '', '['],
  ['nothing but line ends', 'a.txt', '', '\n'],
  ['nothing but the line ends of a table', 'a.csv', '', '\n'],
  ['nothing but empty lines of JSON', 'a.jsonl', '', '\r\n'],
])('500 MB that are %s are shown from their beginning, and hardly any more is read', async (_what, name, beginning, piece) => {
  const reader = endless(beginning, piece)
  const { fail, unmount } = show(name, reader)
  const content = await screen.findByLabelText(`Content of ${name}`, {}, { timeout: 20_000 })
  await waitFor(() => expect(content.querySelectorAll('.text-line, [role=rowgroup] [role=row]').length).toBeGreaterThan(0))
  // What is asked for in turn is asked for by now.
  for (let turn = 0; turn < 50; turn++) await new Promise((resolve) => setTimeout(resolve))
  expect(reader.readBytes).toBeLessThan(32 * 1024 * 1024)
  expect(content.textContent.length).toBeLessThan(1024 * 1024)
  expect(fail).not.toHaveBeenCalled()
  unmount()
})

import { z } from 'zod'
import { OssErrorWire } from '../../electron/contract/error-wire.ts'
import type { Language } from '../ui/i18n/index.ts'
import type { ThemeMode } from '../ui/palette.ts'

/** How a viewer shows an object. */
export const ViewerKind = z.enum(['image', 'video', 'audio', 'pdf', 'markdown', 'text', 'table', 'archive', 'hex', 'empty', 'comparison'])
export type ViewerKind = z.infer<typeof ViewerKind>

export interface SideLabels {
  readonly before: string
  readonly after: string
}

/** What the window tells the viewer to show, which can ask for nothing else. */
export interface ViewerRequest {
  readonly ossiaViewer: 'show'
  /** Counts; answers carry it, so that a late one about the former object is known for what it is. */
  readonly serial: number
  readonly grant: string
  readonly name: string
  readonly sizeBytes: number
  readonly language: Language
  readonly theme: ThemeMode
  /** Shows bytes whatever they are, or text whatever they are. */
  readonly as?: 'hex' | 'text'
  /** A later state of the same object, that it is compared with. */
  readonly other?: { readonly grant: string; readonly sizeBytes: number }
  /** What the two sides of a comparison are called. */
  readonly labels?: SideLabels
}

/** What the window tells a viewer that shows nothing for now: to forget what it showed, and how to look when it is shown again. */
export interface ViewerRest {
  readonly ossiaViewer: 'rest'
  readonly language: Language
  readonly theme: ThemeMode
  readonly ahead?: Ahead
}

/** What may be asked for next, so that what draws its kind can be loaded ahead. */
export interface Ahead {
  readonly name: string
  readonly sizeBytes: number
  /** Where its first bytes may be read ahead as well. */
  readonly grant?: string
}

/** Whether the viewer still answers, which one that is kept busy by what it shows does not. */
export interface ViewerQuestion {
  readonly ossiaViewer: 'ask'
}

/** What the viewer tells the window, which believes nothing more than this of it. */
export const ViewerMessage = z.discriminatedUnion('ossiaViewer', [
  z.strictObject({ ossiaViewer: z.literal('ready') }),
  z.strictObject({ ossiaViewer: z.literal('alive') }),
  z.strictObject({ ossiaViewer: z.literal('shown'), serial: z.number(), kind: ViewerKind }),
  z.strictObject({ ossiaViewer: z.literal('failed'), serial: z.number(), error: OssErrorWire }),
  /** A key that the viewer has no use for. */
  z.strictObject({ ossiaViewer: z.literal('key'), key: z.enum(['Escape', ' ', 'ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown']) }),
])
export type ViewerMessage = z.infer<typeof ViewerMessage>

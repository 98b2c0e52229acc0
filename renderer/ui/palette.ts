/** Which of the two palettes is on screen; "system" has been resolved before. */
export type ThemeMode = 'light' | 'dark'
export type Density = 'compact' | 'normal' | 'comfortable'

/** Every colour of the window. Own CSS reads them as `--canvas`, Ant Design through `createTheme`. */
const light = {
  canvas: '#FFFFFF',
  panel: '#F7F8FA',
  raised: '#FFFFFF',
  line: '#E5E8EE',
  'line-strong': '#C9CFD9',
  text: '#1B1F27',
  secondary: '#5B6472',
  faint: '#8C95A4',
  accent: '#1D63ED',
  'accent-text': '#FFFFFF',
  ok: '#1E8E4E',
  warn: '#B26A00',
  danger: '#C8322B',
  selection: 'rgb(29 99 237 / 12%)',
  hover: 'rgb(27 31 39 / 4%)',
  shadow: '0 6px 24px rgb(27 31 39 / 16%)',
  checker: '#E5E8EE',
} as const

const dark: Record<keyof typeof light, string> = {
  canvas: '#16181D',
  panel: '#1C1F26',
  raised: '#23272F',
  line: '#2E333D',
  'line-strong': '#454C59',
  text: '#E8EAEE',
  secondary: '#A7B0BE',
  faint: '#717B8A',
  accent: '#5B8DF7',
  'accent-text': '#10131A',
  ok: '#4CC38A',
  warn: '#E0A33E',
  danger: '#F0716A',
  selection: 'rgb(91 141 247 / 24%)',
  hover: 'rgb(232 234 238 / 6%)',
  shadow: '0 6px 24px rgb(0 0 0 / 48%)',
  checker: '#2E333D',
}

export const palettes: Readonly<Record<ThemeMode, Readonly<Record<keyof typeof light, string>>>> = { light, dark }

export const fontFamily =
  "system-ui, -apple-system, 'Segoe UI', 'PingFang SC', 'Microsoft YaHei', 'Noto Sans', 'Noto Sans CJK SC', 'Noto Color Emoji', sans-serif"
export const monoFamily = "ui-monospace, 'SF Mono', Menlo, Consolas, 'Noto Sans Mono', 'Noto Sans Mono CJK SC', monospace"

/** Height of a list row in CSS pixels. */
export const rowHeightsPx: Readonly<Record<Density, number>> = { compact: 26, normal: 32, comfortable: 40 }

/** Puts the palette on the root element for own CSS. */
export function applyPalette(root: HTMLElement, mode: ThemeMode, density: Density): void {
  for (const [name, value] of Object.entries(palettes[mode])) root.style.setProperty(`--${name}`, value)
  root.style.setProperty('--font', fontFamily)
  root.style.setProperty('--mono', monoFamily)
  root.style.setProperty('--row-height', `${rowHeightsPx[density]}px`)
  root.style.colorScheme = mode
  root.dataset['theme'] = mode
}

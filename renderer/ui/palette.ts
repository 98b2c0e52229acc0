/** Which of the palettes is on screen; "system" has been resolved before. */
export type ThemeMode = 'light' | 'dark' | 'contrast-light' | 'contrast-dark'
export const isDark = (mode: ThemeMode): boolean => mode.endsWith('dark')
export const isHighContrast = (mode: ThemeMode): boolean => mode.startsWith('contrast')
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
  placeholder: '#68717F',
  faint: '#8C95A4',
  accent: '#1D63ED',
  'accent-hover': '#1850C2',
  'accent-text': '#FFFFFF',
  ok: '#1E8E4E',
  warn: '#B26A00',
  danger: '#C8322B',
  'danger-hover': '#A92A24',
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
  placeholder: '#8A93A1',
  faint: '#717B8A',
  accent: '#5B8DF7',
  'accent-hover': '#7FA6F9',
  'accent-text': '#10131A',
  ok: '#4CC38A',
  warn: '#E0A33E',
  danger: '#F0716A',
  'danger-hover': '#F48E88',
  selection: 'rgb(91 141 247 / 24%)',
  hover: 'rgb(232 234 238 / 6%)',
  shadow: '0 6px 24px rgb(0 0 0 / 48%)',
  checker: '#2E333D',
}

/** Everything that is read at 7:1 or more, lines at 4.5:1 (WCAG 2.2, success criteria 1.4.6 and 1.4.11), no grey on grey. */
const contrastLight: Record<keyof typeof light, string> = {
  canvas: '#FFFFFF',
  panel: '#FFFFFF',
  raised: '#FFFFFF',
  line: '#6A717D',
  'line-strong': '#1B1F27',
  text: '#000000',
  secondary: '#2B313B',
  placeholder: '#444B57',
  faint: '#444B57',
  accent: '#0B3FB3',
  'accent-hover': '#082F86',
  'accent-text': '#FFFFFF',
  ok: '#0B5A2E',
  warn: '#6B3E00',
  danger: '#9B1B15',
  'danger-hover': '#741410',
  selection: 'rgb(11 63 179 / 18%)',
  hover: 'rgb(0 0 0 / 8%)',
  shadow: '0 0 0 1px #000000',
  checker: '#C9CFD9',
}

const contrastDark: Record<keyof typeof light, string> = {
  canvas: '#000000',
  panel: '#000000',
  raised: '#0B0C0F',
  line: '#8A93A1',
  'line-strong': '#E8EAEE',
  text: '#FFFFFF',
  secondary: '#E2E6EC',
  placeholder: '#C3CBD7',
  faint: '#C3CBD7',
  accent: '#8FB5FF',
  'accent-hover': '#B3CDFF',
  'accent-text': '#000000',
  ok: '#7CF0B4',
  warn: '#FFD27A',
  danger: '#FFB3AD',
  'danger-hover': '#FFCBC7',
  selection: 'rgb(143 181 255 / 32%)',
  hover: 'rgb(255 255 255 / 14%)',
  shadow: '0 0 0 1px #E8EAEE',
  checker: '#4A515E',
}

export const palettes: Readonly<Record<ThemeMode, Readonly<Record<keyof typeof light, string>>>> = {
  light,
  dark,
  'contrast-light': contrastLight,
  'contrast-dark': contrastDark,
}

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
  root.style.colorScheme = isDark(mode) ? 'dark' : 'light'
  root.dataset['theme'] = isDark(mode) ? 'dark' : 'light'
  root.dataset['contrast'] = isHighContrast(mode) ? 'more' : 'normal'
}

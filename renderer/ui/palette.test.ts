import { describe, expect, it } from 'vitest'
import { isHighContrast, palettes, type ThemeMode } from './palette.ts'

/** WCAG 2.2, relative luminance and contrast ratio. */
function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return share <= 0.040_45 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}
function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].toSorted((a, b) => a - b)
  return (light + 0.05) / (dark + 0.05)
}

describe.each(Object.keys(palettes) as ThemeMode[])('the palette %s', (mode) => {
  const colors = palettes[mode]
  const least = isHighContrast(mode) ? 7 : 4.5

  it('has words that can be read on what they stand on', () => {
    for (const word of ['text', 'secondary', 'placeholder'] as const) for (const under of ['canvas', 'panel', 'raised'] as const) expect(contrast(colors[word], colors[under]), `${word} on ${under}`).toBeGreaterThanOrEqual(least)
  })

  it('has buttons that can be read, also under the pointer', () => {
    for (const button of ['accent', 'accent-hover', 'danger', 'danger-hover'] as const) expect(contrast(colors['accent-text'], colors[button]), button).toBeGreaterThanOrEqual(least)
    for (const link of ['accent', 'accent-hover', 'danger', 'danger-hover'] as const) expect(contrast(colors[link], colors.canvas), link).toBeGreaterThanOrEqual(least)
  })
})

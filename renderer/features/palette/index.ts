export { Palette, usePalette, type PaletteItem } from './palette.tsx'

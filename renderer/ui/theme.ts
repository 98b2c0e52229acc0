import { theme as antdTheme, type ThemeConfig } from 'antd'
import { fontFamily, isDark, isHighContrast, monoFamily, palettes, type ThemeMode } from './palette.ts'

export { applyPalette, fontFamily, monoFamily, palettes, rowHeightsPx, type Density, type ThemeMode } from './palette.ts'

/** `motion` false where the system asks for less of it: nothing slides, grows or fades. */
export function createTheme(mode: ThemeMode, motion: boolean): ThemeConfig {
  const colors = palettes[mode]
  const dark = isDark(mode)
  const highContrast = isHighContrast(mode)
  return {
    algorithm: dark ? antdTheme.darkAlgorithm : antdTheme.defaultAlgorithm,
    hashed: false,
    zeroRuntime: true,
    token: {
      colorPrimary: colors.accent,
      colorInfo: colors.accent,
      colorLink: colors.accent,
      colorSuccess: colors.ok,
      colorWarning: colors.warn,
      colorError: colors.danger,
      // By itself it would lighten them until white can no longer be read on them.
      colorPrimaryHover: colors['accent-hover'],
      colorErrorHover: colors['danger-hover'],
      colorLinkHover: colors['accent-hover'],
      colorText: colors.text,
      colorTextSecondary: colors.secondary,
      colorTextDescription: colors.secondary,
      colorTextPlaceholder: colors.placeholder,
      colorBgBase: colors.canvas,
      colorBgContainer: colors.canvas,
      colorBgElevated: colors.raised,
      colorBorder: colors['line-strong'],
      colorBorderSecondary: colors.line,
      colorSplit: colors.line,
      colorTextLightSolid: colors['accent-text'],
      fontFamily,
      fontFamilyCode: monoFamily,
      fontSize: 13,
      fontSizeSM: 12,
      fontSizeLG: 15,
      fontSizeHeading5: 15,
      borderRadius: 6,
      borderRadiusLG: 6,
      controlHeight: 30,
      controlHeightSM: 24,
      motion,
      motionDurationFast: '0.08s',
      motionDurationMid: '0.12s',
      motionDurationSlow: '0.12s',
      wireframe: false,
    },
    components: {
      Button: { colorPrimary: colors.accent, colorPrimaryHover: colors['accent-hover'], colorLink: colors.accent, colorLinkHover: colors['accent-hover'], primaryColor: colors['accent-text'], paddingInline: 12, primaryShadow: 'none', defaultShadow: 'none', dangerShadow: 'none', fontWeight: 500 },
      Radio: { colorPrimary: colors.accent, colorPrimaryHover: colors['accent-hover'], colorPrimaryActive: colors['accent-hover'] },
      Modal: { titleFontSize: 15 },
      Tooltip: dark ? { colorBgSpotlight: highContrast ? colors.raised : '#3A404C', colorTextLightSolid: colors.text } : { colorTextLightSolid: '#FFFFFF' },
      Form: { itemMarginBottom: 16, verticalLabelPadding: '0 0 4px' },
      Segmented: highContrast
        ? { itemSelectedBg: colors.accent, itemSelectedColor: colors['accent-text'], trackBg: colors.hover }
        : { itemSelectedBg: dark ? '#3A404C' : colors.raised, itemColor: colors.secondary, trackBg: colors.hover },
      Alert: { borderRadiusLG: 6 },
      Tabs: { itemSelectedColor: colors.accent, itemHoverColor: colors.accent, itemActiveColor: colors.accent, inkBarColor: colors.accent },
    },
  }
}

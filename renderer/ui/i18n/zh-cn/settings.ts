import type { Translated } from '../translated.ts'
import type { settings as english } from '../en/settings.ts'

export const settings: Translated<typeof english> = {
  title: '设置',
  appearance: '外观',
  theme: '主题',
  themeOptions: { system: '跟随系统', light: '浅色', dark: '深色' },
  language: '语言',
  languageSystem: '跟随系统',
  density: '行高',
  densityOptions: { compact: '紧凑', normal: '标准', comfortable: '宽松' },
  store: '本地存储',
  port: '端口',
  portHint: '填 0 则每次启动时使用任意空闲端口。',
  region: '地域',
  regionHint: '存储服务重新启动后生效。',
  apply: '保存并重启存储服务',
  restartWarning: '与本地存储之间正在进行的传输会中断，之后可以重试。',
  about: '关于 Ossia',
  aboutLead: '兼容 OSS 协议的本地对象存储，以及它的浏览器。',
  version: '版本',
  electron: 'Electron',
  platform: '平台',
  open: '设置',
  shortcuts: '键盘快捷键',
}

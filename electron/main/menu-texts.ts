import type { Settings } from '../contract/settings.ts'

export type MenuLanguage = 'en' | 'zh-CN'

/** The menu's language: the user's choice, else the system's when it is Chinese, else English. */
export function menuLanguage(choice: Settings['language'], systemLocale: string): MenuLanguage {
  if (choice !== 'system') return choice
  return systemLocale.toLowerCase().startsWith('zh') ? 'zh-CN' : 'en'
}

const en = {
  file: 'File',
  newBucket: 'New bucket…',
  newFolder: 'New folder…',
  uploadFiles: 'Upload files…',
  uploadFolder: 'Upload folder…',
  settings: 'Settings…',
  closeWindow: 'Close window',
  quit: 'Quit Ossia',
  edit: 'Edit',
  undo: 'Undo',
  redo: 'Redo',
  cut: 'Cut',
  copy: 'Copy',
  paste: 'Paste',
  selectAll: 'Select all',
  view: 'View',
  refresh: 'Refresh',
  sidebar: 'Sidebar',
  inspector: 'Inspector',
  transfers: 'Transfers',
  keysAndUsers: 'Keys and users…',
  actualSize: 'Actual size',
  zoomIn: 'Zoom in',
  zoomOut: 'Zoom out',
  fullScreen: 'Full screen',
  developerTools: 'Developer tools',
  window: 'Window',
  minimize: 'Minimize',
  help: 'Help',
  tour: 'First steps',
  shortcuts: 'Keyboard shortcuts',
  about: 'About Ossia',
}
export type MenuTexts = typeof en

const zhCN: MenuTexts = {
  file: '文件',
  newBucket: '创建 Bucket…',
  newFolder: '新建目录…',
  uploadFiles: '上传文件…',
  uploadFolder: '上传文件夹…',
  settings: '设置…',
  closeWindow: '关闭窗口',
  quit: '退出 Ossia',
  edit: '编辑',
  undo: '撤销',
  redo: '重做',
  cut: '剪切',
  copy: '复制',
  paste: '粘贴',
  selectAll: '全选',
  view: '视图',
  refresh: '刷新',
  sidebar: '侧边栏',
  inspector: '详情面板',
  transfers: '传输列表',
  keysAndUsers: '密钥和用户…',
  actualSize: '实际大小',
  zoomIn: '放大',
  zoomOut: '缩小',
  fullScreen: '全屏',
  developerTools: '开发者工具',
  window: '窗口',
  minimize: '最小化',
  help: '帮助',
  tour: '新手引导',
  shortcuts: '键盘快捷键',
  about: '关于 Ossia',
}

export const menuTexts: Readonly<Record<MenuLanguage, MenuTexts>> = { en, 'zh-CN': zhCN }

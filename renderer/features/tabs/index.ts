export { newBlankTab } from './new-blank-tab.ts'
export { TabBar } from './tab-bar.tsx'
export { tabTitle } from './tab-title.ts'

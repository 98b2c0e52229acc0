export { QuickLook } from './quick-look.tsx'

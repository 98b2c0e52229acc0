export { useUnsavedWork } from './use-unsaved-work.ts'

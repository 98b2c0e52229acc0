export { useActionDialogs, wholeBucket, type ActionDialog } from './store.ts'

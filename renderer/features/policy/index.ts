export { LazyPolicyDialog } from './lazy-policy-dialog.tsx'

export { JobDialogs } from './job-dialogs.tsx'

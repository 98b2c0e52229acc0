export { EndpointDialog } from './endpoint-dialog.tsx'
export { FirstRun, firstBucketName } from './first-run.tsx'
export { localProfileId, storeStatusQuery, useRestartStore, useStoreStatus, useStoreStatusEvents } from './queries.ts'
export { LocalStoreActions, StoreStateNotice } from './store-state.tsx'

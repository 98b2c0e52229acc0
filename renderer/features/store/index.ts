export { EndpointDialog } from './endpoint-dialog.tsx'
export { EndpointValues, type ReadyStore } from './endpoint-details.tsx'
export { localProfileId, storeStatusQuery, useRestartStore, useStoreStatus, useStoreStatusEvents } from './queries.ts'
export { LocalStoreActions, StoreStateNotice } from './store-state.tsx'

export { FavouriteList } from './favourite-list.tsx'
export { placeLabel } from './place-label.ts'
export { RecentList } from './recent-list.tsx'
export { findFavourite, useWorkspace } from './store.ts'

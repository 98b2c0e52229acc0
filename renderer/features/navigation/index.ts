export { formatAddress, parseAddress, placeOf, type Address } from './address.ts'
export { AddressBar, type DropHandlers } from './address-bar.tsx'
export { samePlace, useNavigation, type Place } from './store.ts'

export { formatAddress, parseAddress, placeOf, schemeOf, type Address, type AddressScheme } from './address.ts'
export { AddressBar, type DropHandlers } from './address-bar.tsx'
export { samePlace, useNavigation, type Place } from './store.ts'

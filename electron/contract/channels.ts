// Apart from the schemas, so that the preload gets the names without the schema library.

/** Channel names of the two things that cross `ipcRenderer`. */
export const callChannel = 'ossia:call'
export const cancelChannel = 'ossia:cancel'
/** Main hands each window its ports over this one. */
export const portChannel = 'ossia:port'

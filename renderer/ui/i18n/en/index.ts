import { access } from './access.ts'
import { bucketSettings } from './bucket-settings.ts'
import { asOf } from './as-of.ts'
import { buckets } from './buckets.ts'
import { common } from './common.ts'
import { doctor } from './doctor.ts'
import { dragOut } from './drag-out.ts'
import { editor } from './editor.ts'
import { errorCauses } from './error-causes.ts'
import { errors } from './errors.ts'
import { folderSize } from './folder-size.ts'
import { fragments } from './fragments.ts'
import { identities } from './identities.ts'
import { imports } from './imports.ts'
import { jobs } from './jobs.ts'
import { newText } from './new-text.ts'
import { objects } from './objects.ts'
import { palette } from './palette.ts'
import { places } from './places.ts'
import { policy } from './policy.ts'
import { profiles } from './profiles.ts'
import { settings } from './settings.ts'
import { sharing } from './sharing.ts'
import { shell } from './shell.ts'
import { store } from './store.ts'
import { symlink } from './symlink.ts'
import { tabs } from './tabs.ts'
import { tour } from './tour.ts'
import { transfers } from './transfers.ts'
import { versions } from './versions.ts'
import { versioning } from './versioning.ts'
import { viewer } from './viewer.ts'

export const catalogue = {
  access,
  bucketSettings,
  asOf,
  buckets,
  common,
  doctor,
  dragOut,
  editor,
  errorCauses,
  errors,
  folderSize,
  fragments,
  identities,
  imports,
  jobs,
  newText,
  objects,
  palette,
  places,
  policy,
  profiles,
  settings,
  sharing,
  shell,
  store,
  symlink,
  tabs,
  tour,
  transfers,
  versions,
  versioning,
  viewer,
}

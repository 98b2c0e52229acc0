import type { ClientHostMethods } from '../../contract/client-host-methods.ts'
import type { HandlersOf } from '../../contract/method.ts'
import type { Connections } from '../connections.ts'
import type { WindowChannels } from '../events/window-channels.ts'
import type { ListingRegistry } from '../listing/listing-registry.ts'
import { resolveSelection } from '../listing/selection.ts'
import { exportLinks } from '../sharing/export-links.ts'
import { createLink, tryLink } from '../sharing/links.ts'
import { fetchObject, previewSave, saveObject } from './save-object.ts'

type Handlers = Pick<HandlersOf<ClientHostMethods, { readonly signal: AbortSignal }>, 'objects.previewSave' | 'editing.saveFile' | 'editing.fetchFile' | 'links.createLink' | 'links.tryLink' | 'linkExports.writeLinks'>

interface Dependencies {
  readonly connections: Connections
  readonly listings: ListingRegistry
  readonly windows: WindowChannels
}

/** What is done with single objects outside of transfers: saving what was edited, and handing out links. */
export function objectHandlers({ connections, listings, windows }: Dependencies): Handlers {
  return {
    'objects.previewSave': async ({ profileId, bucket, key }, { signal }) => ({ lost: [...(await previewSave(connections.providerOf(profileId), { bucket, key, signal }))] }),
    'editing.saveFile': async ({ target, path }, { signal }) => {
      const { profileId, bucket, key } = target
      connections.requireWritable(profileId)
      const saved = await saveObject(connections.providerOf(profileId), target, path, signal)
      windows.objectsChanged({ profileId, bucket, prefixes: [key.slice(0, key.lastIndexOf('/') + 1)] })
      return saved
    },
    'editing.fetchFile': ({ profileId, bucket, key, path }, { signal }) => fetchObject(connections.providerOf(profileId), { bucket, key }, path, signal),
    // Signing needs no answer from anywhere; failures still reject.
    'links.createLink': async ({ profileId, ...link }) => createLink(connections.providerOf(profileId), link),
    'links.tryLink': async ({ profileId, ...link }, { signal }) => tryLink(createLink(connections.providerOf(profileId), link).url, signal),
    'linkExports.writeLinks': async ({ profileId, bucket, selection, options, format, exportId, path }, { signal }) => {
      const provider = connections.providerOf(profileId)
      // A name of its own for each object, or one link would save them all under one.
      const { fileName: _all, ...shared } = options
      const count = await exportLinks(
        {
          provider,
          bucket,
          selection: resolveSelection(listings, { profileId, bucket }, selection),
          format,
          linkOf: ({ key, versionId }) => createLink(provider, { bucket, key, versionId, options: { ...shared, ...(options.disposition === 'attachment' ? { fileName: key.slice(key.lastIndexOf('/') + 1).slice(0, 255) || key } : {}) } }),
          onProgress: (written) => {
            windows.linksProgress(exportId, written)
          },
          signal,
        },
        path,
      )
      return { count }
    },
  }
}

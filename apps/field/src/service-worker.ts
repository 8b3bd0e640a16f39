/// <reference lib="webworker" />
import { clientsClaim, setCacheNameDetails } from 'workbox-core'
import { createHandlerBoundToURL, precacheAndRoute } from 'workbox-precaching'
import type { PrecacheEntry } from 'workbox-precaching'
import { NavigationRoute, registerRoute } from 'workbox-routing'

declare const self: ServiceWorkerGlobalScope & { readonly __WB_MANIFEST: readonly PrecacheEntry[] }

/**
 * A name of our own: the worker of the command post has the scope `/`, and clears every cache called `precache` whose name holds its scope,
 * which ours begins with.
 */
setCacheNameDetails({ prefix: 'lagebild-field', precache: 'shell' })
/** The shell only: what the hub says about the world is never cached here. */
precacheAndRoute([...self.__WB_MANIFEST])
registerRoute(new NavigationRoute(createHandlerBoundToURL('/field/index.html')))
/** Until now the command post's worker may have answered for this page. */
clientsClaim()

self.addEventListener('message', (event: ExtendableMessageEvent) => {
	const data: unknown = event.data
	if (typeof data === 'object' && data !== null && 'type' in data && data.type === 'SKIP_WAITING') void self.skipWaiting()
})

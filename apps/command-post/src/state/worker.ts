import { Workbox } from 'workbox-window'

import { store } from './store.ts'

let workbox: Workbox | undefined

/** Keeps the shell of the page in the browser, so that it opens while the hub is down. */
export function registerWorker(): void {
	if (!('serviceWorker' in navigator)) return
	workbox = new Workbox('/service-worker.js')
	workbox.addEventListener('waiting', () => store.setState({ update: true }))
	workbox.addEventListener('controlling', ({ isUpdate }) => {
		if (isUpdate) location.reload()
	})
	workbox.register().catch(() => undefined)
}

export function takeUpdate(): void {
	workbox?.messageSkipWaiting()
}

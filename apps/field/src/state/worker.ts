import { Workbox } from 'workbox-window'

import { store } from './store.ts'

let workbox: Workbox | undefined
let taken = false

/** Keeps the shell of the page on the device, so that it opens without a hub. */
export function registerWorker(): void {
	if (!('serviceWorker' in navigator)) return
	workbox = new Workbox('/field/service-worker.js')
	workbox.addEventListener('waiting', () => store.setState({ update: true }))
	/** Only when somebody asked for it: the first worker takes the page over from the command post's, and nobody is to lose what they type. */
	workbox.addEventListener('controlling', () => {
		if (taken) location.reload()
	})
	workbox.register().catch(() => undefined)
}

export function takeUpdate(): void {
	taken = true
	workbox?.messageSkipWaiting()
}

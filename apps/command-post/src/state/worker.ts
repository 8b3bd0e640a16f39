import { Workbox } from 'workbox-window'

import { store } from './store.ts'

let workbox: Workbox | undefined

const AGAIN_MS = 5_000

/** Keeps the shell of the page in the browser, so that it opens while the hub is down. A link that broke meanwhile is no reason to be without it. */
export function registerWorker(): void {
	if (!('serviceWorker' in navigator)) return
	workbox = new Workbox('/service-worker.js')
	workbox.addEventListener('waiting', () => store.setState({ update: true }))
	workbox.addEventListener('controlling', ({ isUpdate }) => {
		if (isUpdate) location.reload()
	})
	workbox.addEventListener('redundant', () => void registerAgain())
	workbox.register().catch(registerAgain)
}

/** Not when another one took its place. */
async function registerAgain(): Promise<void> {
	const registration = await navigator.serviceWorker.getRegistration('/')
	if (!registration?.active) setTimeout(registerWorker, AGAIN_MS)
}

export function takeUpdate(): void {
	workbox?.messageSkipWaiting()
}

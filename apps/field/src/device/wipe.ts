import { deleteDatabases } from './database.ts'

const CACHES = 'lagebild-field'
/** Beside it nothing is left: so that the page says after a reload too what has happened. */
const LOST = 'lagebild.field.lost'

/** When this device deleted everything, device clock, ms; undefined when it never had to. */
export function lostAt(): number | undefined {
	const at = Number(localStorage.getItem(LOST) ?? Number.NaN)
	return Number.isFinite(at) ? at : undefined
}

export function forgetLoss(): void {
	localStorage.removeItem(LOST)
}

/** A lost device keeps nothing: keys, pictures, outbox, the stored shell of this page and its worker. Each part goes, whatever becomes of the others. */
export async function wipe(now: number): Promise<void> {
	localStorage.setItem(LOST, String(now))
	await Promise.allSettled([deleteDatabases(), deleteCaches(), removeWorker()])
}

async function deleteCaches(): Promise<void> {
	const names = await caches.keys()
	await Promise.all(names.filter((name) => name.startsWith(CACHES)).map((name) => caches.delete(name)))
}

async function removeWorker(): Promise<void> {
	const registration = await navigator.serviceWorker.getRegistration('/field/')
	if (registration && new URL(registration.scope).pathname === '/field/') await registration.unregister()
}

import type { Grant } from '@lagebild/model/label.ts'

import { ask } from '../api/http.ts'
import { objectOf, readConfig, readGrant, readOperations } from '../api/read.ts'
import { whenClosed } from './connections.ts'
import { store } from './store.ts'
import { forgetEverything, isOwed, owe, remember, remembered, settle } from './stored.ts'

const RETRY_MS = 5_000
const REFRESH_MS = 30_000
/** A hub that hangs keeps nobody from the picture stored here for longer than this. */
const PATIENCE_MS = 3_000

/** Asks the hub who we are, again and again: soon while it does not answer, now and then while it does. */
export function keepSession(): () => void {
	let timer: ReturnType<typeof setTimeout> | undefined
	let stopped = false
	const round = async () => {
		await renewSession()
		if (stopped) return
		const { session } = store.getState()
		timer = setTimeout(() => void round(), session.state === 'in' && !session.offline ? REFRESH_MS : RETRY_MS)
	}
	void round()
	return () => {
		stopped = true
		clearTimeout(timer)
	}
}

export async function renewSession(): Promise<void> {
	const early = isAsking() ? setTimeout(showStored, PATIENCE_MS) : undefined
	await askWho()
	clearTimeout(early)
}

function isAsking(): boolean {
	return store.getState().session.state === 'asking'
}

/** Only while the hub has said nothing: what it says about a session that ended counts more. */
function showStored(): void {
	if (isAsking() && remembered()) goOffline()
}

async function askWho(): Promise<void> {
	const reply = await ask('/api/v1/session')
	const grant = reply.state === 'ok' ? readGrant(objectOf(reply.body).grant) : undefined
	if (grant) return isOwed(grant.credential) ? endOwed() : enter(grant)
	if (reply.state === 'unauthenticated') return leave()
	goOffline()
}

/** Archived ones too: somebody may be reading one. */
const LISTED = '/api/v1/operations?state=open,closed,archived'

/** After a change of our own the list is read at once. */
export async function renewOperations(): Promise<void> {
	const reply = await ask(LISTED)
	if (reply.state === 'ok') store.setState({ operations: readOperations(reply.body) })
}

async function enter(grant: Grant): Promise<void> {
	const [operations, config] = await Promise.all([ask(LISTED), ask('/api/v1/config')])
	if (operations.state !== 'ok' || config.state !== 'ok') return goOffline()
	const known = { grant, operations: readOperations(operations.body), config: readConfig(config.body) }
	remember(known)
	store.setState({ session: { state: 'in', grant, offline: false }, operations: known.operations, config: known.config })
}

async function leave(): Promise<void> {
	store.setState({ session: { state: 'signed-out' }, operations: [], config: undefined })
	await whenClosed()
	await forgetEverything()
}

function goOffline(): void {
	const known = remembered()
	if (!known) return store.setState({ session: { state: 'unreachable' } })
	const { grant, operations, config } = known
	store.setState({ session: { state: 'in', grant, offline: true }, operations, config })
}

/**
 * Ends the session at the hub and leaves nothing of the picture in this browser. A hub that does not answer is told when it does: until
 * then the cookie lives on, and the next person here must not become the one who left.
 */
export async function signOut(): Promise<void> {
	const { session } = store.getState()
	if (session.state === 'in') owe(session.grant.credential)
	await endOwed()
}

async function endOwed(): Promise<void> {
	const reply = await ask('/api/v1/sign-out', { method: 'POST' })
	if (reply.state === 'ok' || reply.state === 'unauthenticated') settle()
	await leave()
}

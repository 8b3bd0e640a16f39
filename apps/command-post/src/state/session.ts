import { ask, send } from '../api/http.ts'
import { readConfig, readOperations, readSession } from '../api/read.ts'
import type { Entering } from '../api/read.ts'
import { leaveDoor } from './actions.ts'
import { whenClosed } from './connections.ts'
import { writeDoor } from './door.ts'
import type { Door } from './door.ts'
import { whenTidied } from './sayings.ts'
import { blank, store } from './store.ts'
import { forgetEverything, forgetOthers, isOwed, owe, remember, remembered, settle, whenForgotten } from './stored.ts'

const RETRY_MS = 5_000
const REFRESH_MS = 30_000
/** A hub that hangs keeps nobody from the picture stored here for longer than this. */
const PATIENCE_MS = 3_000

/** One more whenever somebody leaves or another one comes: what was asked for the one before is not shown to the one after. */
let turn = 0

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
	/** In another tab somebody left, or somebody else came. */
	const off = whenForgotten(() => void renewSession())
	return () => {
		stopped = true
		clearTimeout(timer)
		off()
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
	const asked = turn
	const reply = await ask('/api/v1/session')
	if (asked !== turn) return
	const entering = reply.state === 'ok' ? readSession(reply.body) : undefined
	if (entering && isOwed(entering.grant.credential)) await endOwed()
	else if (entering) await enter(entering)
	else if (reply.state === 'unauthenticated') await leave()
	else goOffline()
}

/** Archived ones too: somebody may be reading one. */
const LISTED = '/api/v1/operations?state=open,closed,archived'

/** After a change of our own the list is read at once. */
export async function renewOperations(): Promise<void> {
	const asked = turn
	const reply = await ask(LISTED)
	if (reply.state === 'ok' && asked === turn) store.setState({ operations: readOperations(reply.body) })
}

async function enter({ grant, person }: Entering): Promise<void> {
	const asked = turn
	const [operations, config] = await Promise.all([ask(LISTED), ask('/api/v1/config')])
	if (asked !== turn) return
	if (operations.state !== 'ok' || config.state !== 'ok') return goOffline()
	const known = { grant, operations: readOperations(operations.body), config: readConfig(config.body) }
	const another = isAnother(grant.credential)
	if (another) turn += 1
	store.setState({
		...(another && blank()),
		session: { state: 'in', grant, offline: false, ...person },
		operations: known.operations,
		config: known.config,
	})
	if (store.getState().door?.type === 'sign-in') leaveDoor()
	if (remembered()?.grant.credential !== grant.credential) void forgetOthers(grant.credential)
	remember(known)
}

function isAnother(credential: string): boolean {
	const { session } = store.getState()
	return session.state === 'in' && session.grant.credential !== credential
}

/** Whatever is on its way for the one who was here comes too late from now on. */
async function leave(): Promise<void> {
	turn += 1
	const { session, route } = store.getState()
	const { selected: _seen, ...place } = route
	store.setState({ ...blank(), session: { state: 'signed-out' }, route: session.state === 'in' ? place : route })
	await Promise.all([whenClosed(), whenTidied()])
	await forgetEverything()
}

function goOffline(): void {
	const known = remembered()
	if (!known) return store.setState({ session: { state: 'unreachable' } })
	const { grant, operations, config } = known
	store.setState({ session: { state: 'in', grant, offline: true, firstRun: false, breakGlass: false }, operations, config })
}

type SignOut = {
	/** Every browser of this person, not this one alone. */
	readonly everywhere?: boolean
	/** Where this browser goes then. */
	readonly next?: Door
}

/**
 * Ends the session at the hub and leaves nothing of the picture in this browser. A hub that does not answer is told when it does: until
 * then the cookie lives on, and the next person here must not become the one who left.
 */
export async function signOut({ everywhere = false, next = { type: 'sign-in' } }: SignOut = {}): Promise<void> {
	const { session } = store.getState()
	if (session.state === 'in') owe(session.grant.credential)
	const leadTo = await endOwed(everywhere)
	store.setState({ route: { page: 'lage' }, door: next })
	history.replaceState(null, '', writeDoor(next))
	if (leadTo !== undefined) location.assign(leadTo)
}

/** @returns where the provider of identities ends its session too, when it shall */
async function endOwed(everywhere = false): Promise<string | undefined> {
	turn += 1
	const reply = await send('/api/v1/sign-out', 'POST', { everywhere })
	if (reply.state === 'ok' || reply.state === 'unauthenticated') settle()
	await leave()
	return reply.state === 'ok' ? leadToIn(reply.body) : undefined
}

/** An address of the web and nothing that a browser would run. */
function leadToIn(body: unknown): string | undefined {
	if (typeof body !== 'object' || body === null || !('leadTo' in body) || typeof body.leadTo !== 'string') return undefined
	return /^https?:$/.test(URL.parse(body.leadTo)?.protocol ?? '') ? body.leadTo : undefined
}

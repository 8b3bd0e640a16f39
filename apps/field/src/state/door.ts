import type { Basemap } from '@lagebild/map/host-types.ts'

import { readCrews } from '../device/crews.ts'
import { readIdentity, countUnsent, deletePictures, writeIdentity } from '../device/database.ts'
import type { Identity } from '../device/database.ts'
import { deposit } from '../device/deposit.ts'
import { codeIn, enrol } from '../device/enrol.ts'
import type { EnrolFailure } from '../device/enrol.ts'
import { newToken } from '../device/proof.ts'
import { forgetLoss, lostAt, wipe } from '../device/wipe.ts'
import { followUnit } from './follow.ts'
import type { Following } from './follow.ts'
import { keepLoud } from './loud.ts'
import { keepPhotos } from './photos.ts'
import { keepPosition } from './position.ts'
import { keepSayings } from './sayings.ts'
import { NOTHING_SHOWN, store } from './store.ts'

let following: Following | undefined
let keeping: readonly (() => void)[] = []

/** Finds out what this device is to the hub, and goes on from there. */
export async function openDoor(): Promise<void> {
	if (!isSecureContext) return store.setState({ door: { state: 'insecure' } })
	globalThis.addEventListener('hashchange', () => void enter())
	await enter()
}

async function enter(): Promise<void> {
	const identity = await readIdentity().catch(() => undefined)
	const code = codeIn(location.hash)
	/** A code is good once: it stays neither in the address nor in the history. */
	if (code !== undefined) history.replaceState(undefined, '', location.pathname)
	if (identity?.retired !== undefined) return showRetired(identity, code)
	if (code !== undefined) return showEnrolment(code, identity)
	if (identity) return follow(identity)
	const lost = lostAt()
	if (lost === undefined) showEnrolment('', undefined)
	else store.setState({ door: { state: 'lost', at: lost } })
}

function showEnrolment(code: string, identity: Identity | undefined): void {
	store.setState({ door: { state: 'enrolling', code, ...(identity && { instead: identity.device }) } })
}

/** Somebody types the code of another enrolment. */
export function enrolAgain(): void {
	void readIdentity().then((identity) => showEnrolment('', identity))
}

/** Back to what it was before somebody opened a code. */
export function keepEnrolment(): void {
	void enter()
}

/** @returns why it did not work; undefined when the device is enrolled. */
export async function enrolAs(code: string, name: string): Promise<EnrolFailure | undefined> {
	const enrolled = await enrol(code, name)
	if (!enrolled.ok) return enrolled.why
	forgetLoss()
	/** Connections store what they hold when they end: the picture of the device before goes after that. */
	await stopFollowing()
	await deletePictures()
	follow(enrolled.identity)
	return undefined
}

function follow(identity: Identity): void {
	store.setState({ door: { state: 'in', device: identity.device } })
	if (following) return
	keeping = [keepSayings(), keepPosition(identity.device.unit), keepLoud(), keepPhotos()]
	void readCrews().then(
		(crews) => store.setState({ crews }),
		() => undefined,
	)
	following = followUnit(
		identity,
		() => newToken(identity),
		(why) => void (why === 'lost' ? lose() : retire(identity)),
	)
}

/** Whether a map of the network answers, as the hub sees it. */
export async function reachesBasemap(basemap: Basemap): Promise<boolean> {
	return (await following?.reaches(basemap)) ?? false
}

async function stopFollowing(): Promise<void> {
	const ended = following
	following = undefined
	for (const end of keeping) end()
	keeping = []
	await ended?.stop()
	store.setState(NOTHING_SHOWN)
}

/** The screen first: what was read is gone from sight before the disk has heard of it. */
async function lose(): Promise<void> {
	const at = Date.now()
	store.setState({ ...NOTHING_SHOWN, door: { state: 'lost', at } })
	await stopFollowing()
	await wipe(at)
}

async function retire(identity: Identity): Promise<void> {
	store.setState({ ...NOTHING_SHOWN, door: { state: 'retired', device: identity.device, unsent: 0, handed: 'handing' } })
	await stopFollowing()
	const retired = { ...identity, retired: Date.now() }
	await writeIdentity(retired)
	await deletePictures()
	await handOver(retired)
}

/** A new code makes another device of it, once nothing waits any more. */
async function showRetired(identity: Identity, code: string | undefined): Promise<void> {
	await handOver(identity)
	if (code !== undefined && (await countUnsent()) === 0) showEnrolment(code, identity)
}

async function handOver(identity: Identity): Promise<void> {
	const { device } = identity
	const unsent = await countUnsent()
	store.setState({ door: { state: 'retired', device, unsent, handed: 'handing' } })
	const handed = await deposit(identity).catch(() => ({ state: 'unreachable' }) as const)
	if (handed.state === 'closed' && handed.why === 'device-lost') return lose()
	store.setState({ door: { state: 'retired', device, unsent: await countUnsent(), handed } })
}

/** Again, when somebody asks for it. */
export async function handOverAgain(): Promise<void> {
	const identity = await readIdentity()
	if (identity) await handOver(identity)
}

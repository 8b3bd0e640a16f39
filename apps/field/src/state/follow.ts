import type { ClientState, OperationClient, TokenSource } from '@lagebild/client/client.ts'
import { connectOperation } from '@lagebild/client/connect.ts'
import { idbStorage } from '@lagebild/client/storage-idb.ts'
import type { Basemap } from '@lagebild/map/host-types.ts'
import type { OperationId } from '@lagebild/model/ids.ts'
import type { Operation } from '@lagebild/model/operation.ts'

import { pictureName, readKnown, writeKnown } from '../device/database.ts'
import type { Identity } from '../device/database.ts'
import { unitPicture } from '../picture/unit-picture.ts'
import { wantFor } from '../picture/want.ts'
import { deviceClock, noteClient } from './clients.ts'
import type { Facts } from './facts.ts'
import { worstLink } from './link.ts'
import { reached, sendSayingsNow } from './sayings.ts'
import { isReached, readSettings } from './scheme.ts'
import { store } from './store.ts'

/** The page follows at most four times a second. */
const PUBLISH_MS = 250
const SECOND_MS = 1_000

export type Following = {
	/** Resolves when every connection has stored what it held. */
	readonly stop: () => Promise<void>
	/** Whether a map of the network answers. */
	readonly reaches: (basemap: Basemap) => Promise<boolean>
}

/**
 * Follows the operation of this device and the bases that it shows, and keeps the store up to date.
 * @param onRevoked the hub has said that this device is lost or retired
 */
export function followUnit(identity: Identity, token: TokenSource, onRevoked: (why: 'lost' | 'retired') => void): Following {
	const following = new UnitFollower(identity, token, onRevoked)
	void following.start()
	return { stop: following.stop, reaches: following.reaches }
}

class UnitFollower {
	readonly #identity: Identity
	readonly #token: TokenSource
	readonly #onRevoked: (why: 'lost' | 'retired') => void
	readonly #clients = new Map<OperationId, OperationClient>()
	readonly #ended = new AbortController()
	/** Out of sight since the clocks were looked at last. */
	#slept = false
	#publishing: ReturnType<typeof setTimeout> | undefined
	#second: ReturnType<typeof setInterval> | undefined
	#want = wantFor({ position: undefined, view: undefined, rate: store.getState().preferences.rate })
	#stopped = false

	constructor(identity: Identity, token: TokenSource, onRevoked: (why: 'lost' | 'retired') => void) {
		this.#identity = identity
		this.#token = token
		this.#onRevoked = onRevoked
	}

	async start(): Promise<void> {
		const known = await readKnown().catch(() => undefined)
		if (this.#stopped) return
		if (known) store.setState({ operation: known.operation, fms: known.fms })
		this.#want = known?.want ?? this.#want
		const { operation } = this.#identity.device
		this.#connect(operation)
		for (const base of known?.operation.bases ?? []) this.#connect(base)
		this.#ended.signal.addEventListener('abort', store.subscribe(this.#followWish))
		document.addEventListener('visibilitychange', () => this.#lookAtClocks(), { signal: this.#ended.signal })
		this.#second = setInterval(() => this.#tickClock(), SECOND_MS)
	}

	stop = async (): Promise<void> => {
		this.#stopped = true
		clearInterval(this.#second)
		clearTimeout(this.#publishing)
		this.#ended.abort()
		await Promise.allSettled([...this.#clients.values()].map((client) => client.close()))
	}

	readonly reaches = async (basemap: Basemap): Promise<boolean> => {
		const token = await this.#token().catch(() => undefined)
		return token?.ok ? isReached(token.value, basemap) : false
	}

	#connect(operation: OperationId): void {
		if (this.#clients.has(operation)) return
		const client = connectOperation({
			url: location.origin,
			operation,
			token: this.#token,
			want: this.#want,
			packed: true,
			storage: idbStorage(pictureName(this.#identity.device.id, operation)),
			now: () => performance.now(),
			wall: () => Date.now(),
		})
		this.#clients.set(operation, client)
		this.#ended.signal.addEventListener('abort', noteClient(client))
		let before = client.state().session
		client.subscribe(({ metadata, state }) => {
			const { refusal, session } = state
			if (session !== before) noticeSession(session)
			before = session
			if (refusal?.why === 'device-lost') this.#revoked('lost')
			else if (refusal?.why === 'device-retired') this.#revoked('retired')
			else if (metadata && operation === this.#identity.device.operation) void this.#hear(metadata)
			this.#publishSoon()
		})
	}

	/** Several connections hear it; it is told once. */
	#revoked(why: 'lost' | 'retired'): void {
		if (this.#stopped) return
		this.#stopped = true
		this.#onRevoked(why)
	}

	/** The operation as it is now; it may show other bases than before. */
	async #hear(operation: Operation): Promise<void> {
		store.setState({ operation })
		const shown = new Set([operation.id, ...operation.bases])
		for (const base of operation.bases) this.#connect(base)
		for (const [id, client] of this.#clients) {
			if (shown.has(id)) continue
			this.#clients.delete(id)
			void client.close()
		}
		const token = await this.#token().catch(() => undefined)
		const settings = token?.ok ? await readSettings(token.value) : undefined
		if (this.#stopped) return
		if (settings) store.setState(settings)
		await this.#remember()
	}

	async #remember(): Promise<void> {
		const { operation, fms } = store.getState()
		if (operation && !this.#stopped) await writeKnown({ operation, fms, want: this.#want }).catch(() => undefined)
	}

	#publishSoon(): void {
		if (this.#stopped) return
		this.#publishing ??= setTimeout(() => {
			this.#publishing = undefined
			this.#publish()
		}, PUBLISH_MS)
	}

	#publish(): void {
		const { device } = this.#identity
		const clients = [...this.#clients.values()]
		const picture = unitPicture(
			clients.map((client) => ({ rows: client.rows(), measured: client.measured() })),
			device.unit,
		)
		store.setState({ picture, link: worstLink(clients.map((client) => client.state())), now: this.#hubNow() })
		this.#confirm()
		this.#follow()
	}

	/** Only once the page shows it: between the two a press would meet the state of before. */
	#confirm(): void {
		for (const client of this.#clients.values()) reached(client.operation, client.state())
	}

	readonly #followWish = ({ mapBox, preferences: { rate } }: Facts, before: Facts): void => {
		if (mapBox !== before.mapBox || rate !== before.preferences.rate) this.#follow()
	}

	/** Only what is near or looked at travels; everything again when the unit was lost sight of. */
	#follow(): void {
		const { picture, mapBox, preferences } = store.getState()
		const want = wantFor({ position: picture.position?.position, view: mapBox, rate: preferences.rate })
		if (JSON.stringify(want) === JSON.stringify(this.#want)) return
		this.#want = want
		for (const client of this.#clients.values()) client.want(want)
		void this.#remember()
	}

	#hubNow(): number {
		return this.#clients.get(this.#identity.device.operation)?.hubNow() ?? Date.now()
	}

	#lookAtClocks(): void {
		this.#slept ||= document.visibilityState === 'hidden'
		deviceClock.look({ wall: Date.now(), mono: performance.now(), slept: this.#slept })
		this.#slept = document.visibilityState === 'hidden'
		const own = this.#clients.get(this.#identity.device.operation)
		const hubNow = own?.state().session === 'live' ? own.hubNow() : undefined
		if (hubNow !== undefined) deviceClock.hear(hubNow, Date.now())
	}

	#tickClock(): void {
		/** An answer may come after the picture that holds what it is about. */
		if (this.#publishing === undefined) this.#confirm()
		this.#lookAtClocks()
		store.setState({ now: this.#hubNow() })
	}
}

/** With a hub there again its clock is measured anew, and what waits is sent. */
function noticeSession(session: ClientState['session']): void {
	if (session === 'live') deviceClock.connected()
	if (session === 'live' || session === 'loading') sendSayingsNow()
}

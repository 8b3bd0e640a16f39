import type { EntityId } from '@lagebild/model/ids.ts'
import { iso } from '@lagebild/model/time.ts'

import { follow, isDue, isPlace } from '../position/fix.ts'
import type { Battery, Fix, Track } from '../position/fix.ts'
import { deviceClock, liveClient, operationOf } from './clients.ts'
import { store } from './store.ts'

/** What is known of the place of this device. `silent`: allowed, and nothing comes. */
export type Gps =
	| { readonly state: 'off' | 'denied' | 'missing' | 'searching' | 'silent' }
	| { readonly state: 'fixed'; readonly fix: Fix; readonly isShared: boolean; readonly jumped: boolean }

/** A receiver under a roof takes its time. */
const PATIENCE_MS = 30_000
const AGAIN_MS = 5_000
const STANDING_MS = 60_000
const ASKED = { enableHighAccuracy: true, maximumAge: 5_000, timeout: PATIENCE_MS } as const

/** Follows the place of this device while the page is visible and the crew shares it; never otherwise. Returns what ends it. */
export function keepPosition(unit: EntityId): () => void {
	const keeper = new PositionKeeper(unit)
	return keeper.start()
}

/** Once, for a report: nothing is told of it but what the report says. Undefined: denied, or nothing came. */
export function locate(): Promise<Fix | undefined> {
	const { promise, resolve } = Promise.withResolvers<Fix | undefined>()
	if (!('geolocation' in navigator)) return Promise.resolve(undefined)
	navigator.geolocation.getCurrentPosition(
		({ coords }) => {
			const fix = fixOf(coords, Date.now())
			resolve(isPlace(fix) ? fix : undefined)
		},
		() => resolve(undefined),
		{ enableHighAccuracy: true, timeout: PATIENCE_MS },
	)
	return promise
}

class PositionKeeper {
	readonly #unit: EntityId
	readonly #ended = new AbortController()
	#watch: number | undefined
	#again: ReturnType<typeof setInterval> | undefined
	#track: Track = {}
	#told: Fix | undefined

	constructor(unit: EntityId) {
		this.#unit = unit
	}

	start(): () => void {
		const { signal } = this.#ended
		document.addEventListener('visibilitychange', this.#settle, { signal })
		let shared = store.getState().preferences.share
		const off = store.subscribe(({ preferences: { share } }) => {
			if (share === shared) return
			shared = share
			this.#settle()
		})
		void watchBattery(signal)
		this.#settle()
		return () => {
			off()
			this.#ended.abort()
			this.#stop()
		}
	}

	readonly #settle = (): void => {
		const wanted = store.getState().preferences.share && document.visibilityState === 'visible'
		if (!wanted) this.#stop()
		else if (this.#watch === undefined) this.#begin()
	}

	#begin(): void {
		if (!('geolocation' in navigator)) return store.setState({ gps: { state: 'missing' } })
		store.setState({ gps: { state: 'searching' } })
		this.#watch = navigator.geolocation.watchPosition(this.#take, this.#fail, ASKED)
		this.#again = setInterval(this.#askAgain, AGAIN_MS)
	}

	#stop(): void {
		if (this.#watch !== undefined) navigator.geolocation.clearWatch(this.#watch)
		clearInterval(this.#again)
		this.#watch = undefined
		this.#track = {}
		this.#told = undefined
		store.setState({ gps: { state: 'off' } })
	}

	/** A receiver says nothing while it stands, and there may have been no hub when it spoke last. */
	readonly #askAgain = (): void => {
		const { fix, held } = this.#track
		if (fix && !held && fix.at !== this.#told?.at) void this.#tell(fix)
		if (!fix || Date.now() - fix.at >= STANDING_MS) navigator.geolocation.getCurrentPosition(this.#take, this.#fail, ASKED)
	}

	readonly #take = ({ coords }: GeolocationPosition): void => {
		this.#track = follow(this.#track, fixOf(coords, Date.now()))
		const { fix, held } = this.#track
		if (!fix) return store.setState({ gps: { state: 'silent' } })
		store.setState({ gps: { state: 'fixed', fix, isShared: this.#told !== undefined, jumped: held !== undefined } })
		if (!held) void this.#tell(fix)
	}

	readonly #fail = ({ code, PERMISSION_DENIED }: GeolocationPositionError): void => {
		if (code === PERMISSION_DENIED) {
			this.#stop()
			store.setState({ gps: { state: 'denied' } })
		} else if (!this.#track.fix) store.setState({ gps: { state: 'silent' } })
	}

	/** As a measurement, and only while there is a hub: where the unit was an hour ago helps nobody. */
	async #tell(fix: Fix): Promise<void> {
		if (!isDue(this.#told, fix, store.getState().battery)) return
		const client = liveClient(operationOf(this.#unit) ?? '')
		if (!client) return
		const before = this.#told
		this.#told = fix
		const answer = await client.measure(measurementOf(this.#unit, fix))
		if (!answer || 'fault' in answer) this.#told = before
		const { gps } = store.getState()
		if (gps.state === 'fixed') store.setState({ gps: { ...gps, isShared: this.#told !== undefined } })
	}
}

function fixOf({ latitude, longitude, accuracy, heading, speed }: GeolocationCoordinates, at: number): Fix {
	return {
		lat: latitude,
		lng: longitude,
		accuracy,
		at,
		...(heading !== null && Number.isFinite(heading) && { course: heading }),
		...(speed !== null && Number.isFinite(speed) && { speed }),
	}
}

function measurementOf(unit: EntityId, { lat, lng, accuracy, at, course, speed }: Fix): unknown {
	const { offset } = deviceClock
	return {
		positions: {
			entity: [unit],
			observed: [iso(at)],
			lat: [lat],
			lng: [lng],
			accuracy: [Math.round(accuracy)],
			course: [course ?? null],
			speed: [speed ?? null],
		},
		...(offset !== undefined && { clockOffsetMs: offset }),
	}
}

type BatteryManager = EventTarget & Battery

function isBattery(value: unknown): value is BatteryManager {
	return value instanceof EventTarget && 'level' in value && 'charging' in value
}

/** Where the browser tells it; others do not, and nothing is shown. */
async function watchBattery(signal: AbortSignal): Promise<void> {
	const ask: unknown = Reflect.get(navigator, 'getBattery')
	if (typeof ask !== 'function') return
	const battery: unknown = await Promise.resolve(Reflect.apply(ask, navigator, [])).catch(() => undefined)
	if (!isBattery(battery) || signal.aborted) return
	const tell = (): void => store.setState({ battery: { level: battery.level, charging: battery.charging } })
	battery.addEventListener('levelchange', tell, { signal })
	battery.addEventListener('chargingchange', tell, { signal })
	tell()
}

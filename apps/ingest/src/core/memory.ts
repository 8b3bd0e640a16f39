/** What this process told the hub already. Losing it costs only repeated requests: the hub knows every id. */
export type Memory = {
	/** Entity → id of the last event that the hub took or refused for good. */
	readonly said: Map<string, string>
	/** Entity → fault, while the hub refuses what the upstream says about it, and the upstream still says it. */
	readonly refused: Map<string, Refused>
	/** Sensor → newest observations as told: time → value and quality. */
	readonly values: Map<string, Map<string, string>>
	/** Sensor and series → curve as told. */
	readonly curves: Map<string, string>
	/** Rejects that were handed over. */
	readonly rejects: Map<string, HandedOver>
	readonly habits: Habits
	/** Of a source that repeats itself: entity and fields → what it said of them, and until when it said so. */
	readonly repeated: Map<string, Repeated>
	/** Entity → time of its newest position as told, ms. */
	readonly places: Map<string, number>
}

/** What a source does by its nature (see `Descriptor`). */
export type Habits = { readonly thinMs?: number; readonly repeats?: true }
export type Repeated = { readonly content: string; at: number | undefined }

/** `spoken`: the upstream says it still; `at`: when it did last. */
export type Refused = { readonly fault: string; at: number | undefined; spoken: boolean }

/** So long after its last word about it nobody hears any more that it was refused: it stands in the quarantine. */
const REFUSED_MS = 3_600_000
const MOST = {
	said: 100_000,
	refused: 10_000,
	sensors: 100_000,
	values: 20,
	curves: 10_000,
	rejects: 5_000,
	repeated: 200_000,
	places: 100_000,
} as const

export function emptyMemory(habits: Habits = {}): Memory {
	return {
		said: new Map(),
		refused: new Map(),
		values: new Map(),
		curves: new Map(),
		rejects: new Map(),
		habits,
		repeated: new Map(),
		places: new Map(),
	}
}

/** Sets a key as the youngest and drops the oldest beyond the limit. */
function remember<V>(map: Map<string, V>, [key, value]: readonly [string, V], most: number): void {
	map.delete(key)
	map.set(key, value)
	const oldest = map.size > most ? map.keys().next().value : undefined
	if (oldest !== undefined) map.delete(oldest)
}

export function rememberSaid(memory: Memory, entity: string, id: string): void {
	remember(memory.said, [entity, id], MOST.said)
}

export function rememberRefused(memory: Memory, entity: string, fault: string): void {
	remember(memory.refused, [entity, { fault, at: undefined, spoken: true }], MOST.refused)
}

export type Spoken = {
	readonly entities: ReadonlySet<string>
	/** Everything that the upstream says was read anew. */ readonly whole: boolean
}

/** Of what the upstream does not speak of for long, nothing is wrong any more. What was not read again, unchanged, still says what it said. */
export function mentioned({ refused }: Memory, { entities, whole }: Spoken, now: number): void {
	for (const [entity, held] of refused) {
		if (entities.has(entity)) held.spoken = true
		else if (whole) held.spoken = false
		if (held.spoken || held.at === undefined) held.at = now
		else if (now - held.at > REFUSED_MS) refused.delete(entity)
	}
}

/** When, and how often the same came since. */
export type HandedOver = { readonly at: number; more: number }

export function rememberReject(memory: Memory, hash: string, at: number): void {
	remember(memory.rejects, [hash, { at, more: 0 }], MOST.rejects)
}

export function rememberCurve(memory: Memory, key: string, hash: string): void {
	remember(memory.curves, [key, hash], MOST.curves)
}

export function isNewValue(memory: Memory, { entity, observed, said }: { entity: string; observed: string; said: string }): boolean {
	return memory.values.get(entity)?.get(observed) !== said
}

export function rememberValue(memory: Memory, { entity, observed, said }: { entity: string; observed: string; said: string }): void {
	const values = memory.values.get(entity) ?? new Map<string, string>()
	remember(memory.values, [entity, values], MOST.sensors)
	remember(values, [observed, said], MOST.values)
}

export function rememberRepeated(memory: Memory, key: string, repeated: Repeated): void {
	remember(memory.repeated, [key, repeated], MOST.repeated)
}

export function rememberPlace(memory: Memory, entity: string, at: number): void {
	remember(memory.places, [entity, at], MOST.places)
}

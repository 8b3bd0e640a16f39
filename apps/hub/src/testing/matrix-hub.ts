import { KINDS } from '@lagebild/model/kinds/names.ts'

import { TestHub, uuid } from './harness.ts'
import type { Answer } from './harness.ts'
import { LABEL_NAMES, LABELS, markOf, payloadOf, READERS } from './matrix.ts'
import type { LabelName, Reader } from './matrix.ts'

/** Everything is about this. */
export const TARGET = 'incident:chef:offenes-ziel'
/** Nothing is about this. */
const END = 'incident:chef:ende'

export const THINGS = KINDS.flatMap((kind) =>
	LABEL_NAMES.map((name) => {
		const mark = markOf(kind, name)
		return { kind, name, mark, entity: kind === 'feed' ? `feed:${mark}:${mark}` : `${kind}:chef:${mark}` }
	}),
)
export type Thing = (typeof THINGS)[number]

/** Everything but the feeds, which only their own keys may speak about. */
export const SPOKEN = THINGS.filter(({ kind }) => kind !== 'feed')

/** Each unit has a strength of its own power of two, so that a sum tells which were counted. */
export function strengthOf(name: LabelName): number {
	return 2 ** LABEL_NAMES.indexOf(name)
}

function creation({ kind, name, mark, entity }: Thing, n: number) {
	const payload = payloadOf(kind, mark)
	return {
		id: uuid(1_000 + n),
		kind,
		...(kind === 'sensor' && { version: 2 }),
		entity,
		op: 'upsert',
		label: LABELS[name],
		times: { observed: '2026-11-21T20:41:00+01:00' },
		geometry: { type: 'Point', coordinates: [10 + n / 10_000, 53.5] },
		payload: kind === 'unit' ? { ...payload, strength: { leaders: 0, subLeaders: 0, crew: strengthOf(name) } } : payload,
		...(kind !== 'feed' && { links: [{ rel: 'about', to: TARGET }] }),
	}
}

function open(n: number, entity: string, title: string) {
	return { id: uuid(n), kind: 'incident', entity, op: 'upsert', label: LABELS.offen, payload: { title, category: 'other' } }
}

/** A hub with one thing of every kind under every label, and one credential for every reader. */
export class MatrixHub {
	readonly hub: TestHub
	/** Sees everything but what is the police's. */
	readonly chief: string
	/** Speaks under the same name, and sees what is the police's. */
	readonly police: string
	readonly #keys: ReadonlyMap<string, string>
	#said = 10_000

	private constructor(hub: TestHub) {
		const chief = { name: 'chef', role: 'admin', operations: 'all', clearance: 'restricted' } as const
		this.hub = hub
		this.chief = hub.access.createKey({ ...chief, organisation: 'thw' }).key
		this.police = hub.access.createKey({ ...chief, organisation: 'polizei' }).key
		this.#keys = new Map(
			READERS.map((reader) => [reader.name, hub.access.createKey({ ...reader, operations: reader.kinds ? ['lage'] : 'all' }).key]),
		)
	}

	static async start(): Promise<MatrixHub> {
		const matrix = new MatrixHub(await TestHub.start())
		const { hub, chief } = matrix
		must(await hub.post([open(1, TARGET, 'Ziel'), open(2, END, 'Ende'), ...SPOKEN.map(creation)], chief))
		for (const [n, thing] of THINGS.filter(({ kind }) => kind === 'feed').entries()) {
			const { key } = hub.access.createKey({ name: thing.mark, role: 'integrator', operations: ['lage'], organisation: 'thw' })
			must(await hub.post(creation(thing, 500 + n), key))
			const json = [{ at: new Date().toISOString(), reason: 'bad-json', message: thing.mark, raw: thing.mark }]
			must(await hub.ask(`/api/v1/feeds/${thing.mark}/rejects`, { key, json }))
		}
		await matrix.#measure()
		return matrix
	}

	close(): Promise<void> {
		return this.hub.close()
	}

	keyOf({ name }: Reader): string {
		return this.#keys.get(name) ?? ''
	}

	get(reader: Reader, address: string, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
		return this.hub.ask(`/api/v1/${address}`, { key: this.keyOf(reader), headers })
	}

	/**
	 * Says something about all of these, by who may see each; and last something open in either lane of records, which everybody gets.
	 * Returns the word of it to wait for.
	 */
	async sayAbout(things: readonly Thing[], rest: Readonly<Record<string, unknown>>): Promise<string> {
		const word = `wort-${this.#said}`
		const event = ({ kind, entity }: Thing) => ({ id: this.#next(), kind, entity, ...(kind === 'sensor' && { version: 2 }), ...rest })
		const message = {
			id: this.#next(),
			kind: 'message',
			entity: `message:chef:${word}`,
			op: 'upsert',
			label: LABELS.offen,
			payload: { text: word },
		}
		must(await this.hub.post(things.filter(({ name }) => name === 'polizei').map(event), this.police))
		must(await this.hub.post(things.filter(({ name }) => name !== 'polizei').map(event), this.chief))
		must(await this.hub.post([{ ...open(0, END, word), id: this.#next() }, message], this.chief))
		return word
	}

	#next(): string {
		return uuid(this.#said++)
	}

	async #measure(): Promise<void> {
		const names = LABEL_NAMES.filter((name) => name !== 'polizei')
		for (const [key, mine] of [[this.chief, names] as const, [this.police, ['polizei']] as const]) {
			const json = {
				positions: { ...columns('unit', mine), lat: mine.map(() => 53.5), lng: mine.map(() => 10) },
				observations: { ...columns('sensor', mine), value: mine.map((_, n) => 500 + n) },
			}
			must(await this.hub.ask('/api/v1/operations/lage/measurements', { key, json }))
		}
	}
}

function columns(kind: 'unit' | 'sensor', names: readonly LabelName[]) {
	return { entity: names.map((name) => `${kind}:chef:${markOf(kind, name)}`), observed: names.map(() => new Date().toISOString()) }
}

function must({ status, text }: Answer): void {
	if (status >= 300 || text.includes('"fault"')) throw new Error(`the hub refused what the test needs: ${text}`)
}

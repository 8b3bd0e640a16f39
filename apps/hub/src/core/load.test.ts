import type { Fault } from '@lagebild/model/fault.ts'
import { PROTOCOL } from '@lagebild/model/protocol.ts'
import type { Load, Want } from '@lagebild/model/protocol.ts'
import { instant } from '@lagebild/model/time.ts'
import { createPicture, headOf } from '@lagebild/picture/picture.ts'
import { scopeIdOf, scopeOf } from '@lagebild/picture/scope.ts'
import { batch, positions, statement } from '@lagebild/picture/testing/entries.ts'
import { describe, expect, test } from 'vitest'

import { createHub } from './hub.ts'
import type { Effect, Input } from './input.ts'
import { step } from './step.ts'
import { grantOf, operation, START } from './testing/make.ts'
import { entryAt } from './testing/story.ts'

const PIECE = 4
const ALL: Want = { cover: 'all' }
type GrantOver = NonNullable<Parameters<typeof grantOf>[0]>

/** A core whose pieces are read by hand. */
class Reading {
	readonly hub
	now = START
	readonly #loads = new Map<string, Load>()
	readonly #refused = new Map<string, Fault>()
	due = false

	constructor(loadBytes?: number) {
		this.hub = createHub({
			operation: operation(),
			epoch: 'e1',
			picture: createPicture(),
			piece: PIECE,
			...(loadBytes !== undefined && { loadBytes }),
		})
	}

	/** The seq of what was said. */
	say(op: 'upsert' | 'classify', native: string, extra: object): number {
		return this.#append({ type: 'event', event: statement({ op, entity: `incident:q:${native}`, at: this.now, with: { ...extra } }) })
	}

	incident(native: string, title = 'Keller', level = 'internal'): number {
		return this.say('upsert', native, { payload: { title, category: 'flooding' }, label: { level } })
	}

	unit(native: string, lat: number): void {
		const entity = `unit:q:${native}`
		this.#append({
			type: 'event',
			event: statement({ op: 'upsert', entity, at: this.now, with: { payload: { callsign: native, organisation: 'thw' } } }),
		})
		this.#append({ type: 'batch', batch: batch(positions([{ entity, at: this.now, lat, lng: 10 }])) })
	}

	#append(body: Parameters<typeof entryAt>[1]): number {
		const seq = headOf(this.hub.picture) + 1
		this.#tell({ type: 'appended', entries: [entryAt(seq, body, this.now)], now: this.now })
		return seq
	}

	scopeFor(name: string, want: Want = ALL, over: GrantOver = {}): string {
		const grant = grantOf({ source: name, ...over })
		const [told] = this.#tell({ type: 'opened', viewer: name, grant, message: { protocol: PROTOCOL, want }, now: this.now })
		return told?.type === 'welcome' ? told.message.scopeId : ''
	}

	ask(request: string, scopeId: string, over: GrantOver = {}): void {
		this.#tell({ type: 'rows', request, grant: grantOf({ source: request, ...over }), scopeId, now: this.now })
	}

	/** As a page asks that another hub welcomed. */
	askFor(request: string, want: Want): void {
		const grant = grantOf({ source: request })
		this.#tell({ type: 'rows', request, grant, scopeId: scopeIdOf(scopeOf(grant, want)), want, now: this.now })
	}

	/** @returns how many pieces were read */
	read(most = Infinity): number {
		let pieces = 0
		while (this.due && pieces < most) {
			this.due = false
			this.#tell({ type: 'sliced', now: this.now })
			pieces++
		}
		return pieces
	}

	wait(ms: number): void {
		this.now = instant(this.now + ms)
	}

	load(request: string): Load | undefined {
		return this.#loads.get(request)
	}

	refused(request: string): string | undefined {
		return this.#refused.get(request)?.fault
	}

	#tell(input: Input): readonly Effect[] {
		const effects = step(this.hub, input)
		for (const effect of effects) {
			if (effect.type === 'load') this.#loads.set(effect.request, effect.load)
			if (effect.type === 'refuse') this.#refused.set(effect.request, effect.fault)
			if (effect.type === 'slice') this.due = true
		}
		return effects
	}
}

function titles(load: Load | undefined): readonly string[] {
	return (load?.rows ?? []).map((row) => (row.kind === 'incident' ? String(row.fields.title) : row.kind)).toSorted()
}

describe('a whole picture', () => {
	test('[S2] is not kept beside so many others that they take too much: what was not asked for longest goes, and the newest stays however large it is', () => {
		const tiles = ['5/16/0', '5/16/1', '5/16/2', '5/16/3', '5/16/4']
		const held = (core: Reading): readonly string[] => {
			core.unit('eins', 53.5)
			for (const [n, tile] of tiles.entries()) {
				core.wait(1)
				core.ask(`${n}`, core.scopeFor(`${n}`, { cover: [tile] }))
				core.read()
				expect(core.load(`${n}`)).toBeDefined()
			}
			const { loads } = core.hub
			expect(loads.bytes).toBe([...loads.parts.values()].reduce((sum, { bytes }) => sum + bytes, 0))
			return [...loads.parts.keys()]
				.filter((key) => key.startsWith('measured'))
				.map((key) => tiles.find((tile) => key.includes(tile)) ?? '')
		}
		expect(held(new Reading())).toEqual(tiles)
		expect(held(new Reading(424))).toEqual(tiles.slice(3))
		expect(held(new Reading(1))).toEqual(tiles.slice(-1))
	})

	test('[S1] is read in pieces while it changes, and ends with what holds at one seq', () => {
		const core = new Reading()
		for (let n = 0; n < 20; n++) core.incident(`${n}`, `alt ${n}`)
		const scope = core.scopeFor('a')
		core.ask('a', scope)
		expect(core.load('a')).toBeUndefined()
		core.read(2)
		core.incident('0', 'neu 0')
		core.say('classify', '1', { label: { level: 'restricted' } })
		const last = core.incident('20', 'neu 20')
		expect(core.read()).toBeGreaterThan(2)
		expect(core.load('a')?.seq.S).toBe(last)
		expect(titles(core.load('a'))).toEqual([...Array.from({ length: 18 }, (_, n) => `alt ${n + 2}`).toSorted(), 'neu 0', 'neu 20'])
	})

	test('[S2] is shared for two seconds and then read anew; the state by all covers of a class, each cover by its own viewers', () => {
		const core = new Reading()
		core.unit('nord', 53.5)
		core.unit('sued', 48.1)
		const [all, north] = [core.scopeFor('a'), core.scopeFor('b', { cover: ['8/135/82'] })]
		core.ask('a', all)
		core.ask('b', north)
		core.read()
		expect(core.load('b')?.rows).toBe(core.load('a')?.rows)
		expect(core.load('a')?.measured.map(({ id }) => id)).toEqual(['unit:q:nord', 'unit:q:sued'])
		expect(core.load('b')?.measured.map(({ id }) => id)).toEqual(['unit:q:nord'])
		core.wait(2_000)
		core.incident('neu')
		core.ask('c', all)
		expect(core.load('c')?.rows).toBe(core.load('a')?.rows)
		core.wait(1)
		core.ask('d', all)
		expect(core.load('d')).toBeUndefined()
		core.read()
		expect(titles(core.load('d'))).toEqual(['Keller', 'unit', 'unit'])
	})

	test('[S3] that shows what a label came to hide is given to nobody any more, whoever had it before', () => {
		const core = new Reading()
		core.incident('offen')
		core.incident('geheim')
		const [seen, cleared] = [core.scopeFor('a'), core.scopeFor('chef', ALL, { clearance: 'restricted' })]
		core.ask('a', seen)
		core.ask('chef', cleared, { clearance: 'restricted' })
		core.read()
		core.say('classify', 'geheim', { label: { level: 'restricted' } })
		const [before, above] = [core.load('a'), core.load('chef')]
		expect(core.hub.loads.withdrawn.has(before?.rows ?? [])).toBe(true)
		expect(core.hub.loads.withdrawn.has(above?.rows ?? [])).toBe(false)
		core.ask('b', seen)
		expect(core.load('b')).toBeUndefined()
		core.read()
		expect(titles(core.load('b'))).toHaveLength(1)
	})

	test('[S3] that shows what a label came to hide is withdrawn also when a newer one has replaced it while it was on its way', () => {
		const core = new Reading()
		core.incident('geheim')
		const scope = core.scopeFor('a')
		core.ask('a', scope)
		core.read()
		core.incident('offen')
		core.wait(3_000)
		core.ask('b', scope)
		core.read()
		const [older, newer] = [core.load('a'), core.load('b')]
		expect(newer?.rows).toHaveLength(2)
		core.say('classify', 'geheim', { label: { level: 'restricted' } })
		expect([older, newer].map((load) => core.hub.loads.withdrawn.has(load?.rows ?? []))).toEqual([true, true])
	})

	test('[S3] is not for a grant that may not have it, however many it is shared by; nor for one that ended while it was read', () => {
		const core = new Reading()
		core.incident('geheim', 'Keller', 'restricted')
		const scope = core.scopeFor('chef', ALL, { clearance: 'restricted' })
		core.ask('chef', scope, { clearance: 'restricted' })
		core.read()
		core.ask('a', scope)
		expect([core.refused('a'), core.load('a')]).toEqual(['bad-cursor', undefined])
		core.wait(3_000)
		core.ask('kurz', scope, { clearance: 'restricted', expires: instant(core.now + 10) })
		core.wait(20)
		core.read()
		expect([core.refused('kurz'), core.load('kurz')]).toEqual(['bad-cursor', undefined])
	})

	test('[S5] of one who asks for much holds up nobody else for longer than a piece of it, and has an end', () => {
		const core = new Reading()
		for (let n = 0; n < 12; n++) core.incident(`${n}`)
		const covers = Array.from({ length: 70 }, (_, n) => core.scopeFor(`v${n}`, { cover: [`12/${n}/0`] }, { credential: 'gierig' }))
		for (const [n, scope] of covers.entries()) core.ask(`q${n}`, scope, { credential: 'gierig' })
		expect(covers.map((_, n) => core.refused(`q${n}`)).filter((fault) => fault === 'too-many-requests').length).toBeGreaterThan(0)
		core.ask('b', core.scopeFor('b', { kinds: ['incident'], cover: 'none' }))
		core.read(12)
		expect(titles(core.load('b'))).toHaveLength(12)
		core.read()
		expect(core.load('q0')?.rows).toHaveLength(12)
	})

	test('[N8] is given for a scope that another hub named; one that nobody follows is not kept for long after it', () => {
		const core = new Reading()
		core.unit('nord', 53.5)
		for (let n = 0; n < 500; n++) {
			core.askFor(`a${n}`, { cover: [`8/135/${n % 256}`, `9/1/${n}`] })
			core.read()
			expect(core.load(`a${n}`)?.rows).toHaveLength(1)
		}
		expect(core.hub.views.size).toBe(0)
	})
})

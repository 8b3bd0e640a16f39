import { createHub } from '@lagebild/hub/src/core/hub.ts'
import type { Hub } from '@lagebild/hub/src/core/hub.ts'
import type { Effect } from '@lagebild/hub/src/core/input.ts'
import { step } from '@lagebild/hub/src/core/step.ts'
import type { Entry } from '@lagebild/model/entry.ts'
import { EntityId, SourceName } from '@lagebild/model/ids.ts'
import type { EntityKind } from '@lagebild/model/kinds/names.ts'
import type { Grant, Label } from '@lagebild/model/label.ts'
import { PROTOCOL } from '@lagebild/model/protocol.ts'
import { instant } from '@lagebild/model/time.ts'
import { createPicture } from '@lagebild/picture/picture.ts'

import { entriesOf, textsOf } from './fold.ts'
import { cpuNow, median, spreadOf } from './measure.ts'
import type { Bench, Finding } from './measure.ts'
import { OPERATION, START, World } from './world.ts'
import type { Body } from './world.ts'

/** Every kind that something is said of here: the grant names them, so that each is looked for. */
const SPOKEN: readonly EntityKind[] = [
	'incident',
	'unit',
	'task',
	'message',
	'sensor',
	'facility',
	'warning',
	'section',
	'area',
	'track',
	'feed',
]
const ORGANISATION = 'feuerwehr'
const LABEL: Label = { level: 'internal', organisations: ['polizei', 'thw', ORGANISATION] }
const TICK_MS = 100
/** Pairs of rounds, one of each side in turn. */
const PAIRS = 11
const EVENTS = 100
/** Kinds that a viewer may wish to see alone: as many groups. */
const WISHES: readonly (readonly EntityKind[] | undefined)[] = [
	undefined,
	['unit'],
	['unit', 'incident'],
	['facility', 'sensor'],
	['warning'],
	['task', 'unit'],
]

const SPEAKER = { source: SourceName.parse('stab'), rank: 'person', credential: 'person-1', name: 'Stab', version: 3 } as const

/** Nothing to look at: all operations, all kinds, the highest clearance, every duty. */
const PERMIT_ALL: Grant = { ...SPEAKER, role: 'admin', operations: 'all', clearance: 'restricted', organisation: ORGANISATION }
/** Everything to look at, and the same content to be seen. */
const NARROW: Grant = {
	...SPEAKER,
	role: 'staff',
	operations: [...Array.from({ length: 9 }, () => OPERATION.id), OPERATION.id],
	clearance: 'internal',
	organisation: ORGANISATION,
	kinds: [...SPOKEN],
	submitKinds: [...SPOKEN],
	expires: instant(START + 86_400_000),
}

/** What authorisation costs: a submission, and a frame, under a narrow grant against one that permits everything. */
export const authoriseBench: Bench = ({ quick }) => {
	const entities = quick ? 500 : 10_000
	return [submissions(entities, quick ? 2 : 40), frames(entities, quick ? 5 : 40)]
}

type Pair = { readonly narrow: number; readonly all: number }

function pairs(of: (grant: 'narrow' | 'all') => number): readonly Pair[] {
	of('narrow')
	of('all')
	return Array.from({ length: PAIRS }, (_, round) => {
		const first = round % 2 === 0 ? of('narrow') : of('all')
		const second = round % 2 === 0 ? of('all') : of('narrow')
		return round % 2 === 0 ? { narrow: first, all: second } : { narrow: second, all: first }
	})
}

function submissions(entities: number, requests: number): Finding {
	const sides = { narrow: { hub: hubOf(entities), grant: NARROW }, all: { hub: hubOf(entities), grant: PERMIT_ALL } }
	for (const { hub } of Object.values(sides)) tellDirectory(hub)
	let made = 0
	const seen = pairs((side) => {
		const { hub, grant } = sides[side]
		const events = Array.from({ length: requests }, () => Array.from({ length: EVENTS }, () => saidAs(made++)))
		const begun = cpuNow()
		for (const some of events) submit(hub, grant, some)
		return ((cpuNow() - begun) * 1_000) / (requests * EVENTS)
	})
	const more = seen.map(({ narrow, all }) => narrow - all)
	return {
		name: 'authorisation of a submission',
		seen: median(more),
		bound: 20,
		unit: 'µs',
		spread: spreadOf(more),
		detail: `${median(seen.map(({ narrow }) => narrow)).toFixed(1)} µs under a narrow grant against ${median(seen.map(({ all }) => all)).toFixed(1)} µs under one that permits everything, parsing and all; ${entities} entities`,
	}
}

/** What is to be written is refused as for want of room: nothing is applied, so that every round meets the same picture. */
function submit(hub: Hub, grant: Grant, events: readonly unknown[]): void {
	const effects = step(hub, { type: 'submitted', request: 'r', grant, events, now: START })
	const written = effects.filter((effect) => effect.type === 'append')
	if (written.length !== events.length) throw new Error(`only ${written.length} of ${events.length} submissions were admitted`)
	for (const { ref } of written) step(hub, { type: 'failed', ref, fault: { fault: 'storage-full', message: '' } })
}

/** In turn: a status, a new incident, an order with links, a message. */
function saidAs(n: number): unknown {
	const id = `00000000-0000-7000-8000-${n.toString(16).padStart(12, '0')}`
	const unit = `unit:fahrzeuge:hh-${n % 100}`
	switch (n % 4) {
		case 0:
			return { id, kind: 'unit', entity: unit, op: 'patch', payload: { fms: 4, since: '2026-11-21T20:41:00Z' } }
		case 1:
			return {
				id,
				kind: 'incident',
				entity: `incident:stab:${n}`,
				op: 'upsert',
				payload: { title: 'Wasser im Keller', category: 'flooding' },
			}
		case 2: {
			const links = [
				{ rel: 'assigned-to', to: unit },
				{ rel: 'about', to: `incident:leitstelle:hh-${n % 50}` },
			]
			const payload = { order: 'Keller leerpumpen', command: { version: 1, state: 'issued' } }
			return { id, kind: 'task', entity: `task:stab:${n}`, op: 'upsert', payload, links }
		}
		default:
			return { id, kind: 'message', entity: `message:stab:${n}`, op: 'upsert', payload: { text: 'Deich hält', priority: 'sofort' } }
	}
}

function tellDirectory(hub: Hub): void {
	const device: Grant = { ...NARROW, credential: 'device-1', role: 'field' }
	const units = Array.from({ length: 100 }, (_, n) => EntityId.parse(`unit:fahrzeuge:hh-${n}`))
	const labelDefaults = [
		{ organisation: 'polizei', label: LABEL },
		{ organisation: ORGANISATION, label: LABEL },
	]
	step(hub, { type: 'directory', labelDefaults, recipients: new Map(units.map((unit) => [unit, [device]])) })
	hub.operation = {
		...hub.operation,
		functions: [{ function: 'S2', credential: 'person-2', name: 'S2', since: START }],
	}
}

function frames(entities: number, ticks: number): Finding {
	const sides = { narrow: watchedBy(NARROW, entities), all: watchedBy(PERMIT_ALL, entities) }
	const seen = pairs((side) => run(sides[side], ticks))
	const ratios = seen.map(({ narrow, all }) => 100 * (narrow / all - 1))
	return {
		name: 'authorisation in the frame path',
		seen: median(ratios),
		bound: 15,
		unit: '%',
		spread: spreadOf(ratios),
		detail: `${median(seen.map(({ narrow }) => narrow)).toFixed(2)} ms a tick under narrow grants against ${median(seen.map(({ all }) => all)).toFixed(2)} ms, 60 viewers in ${WISHES.length} groups that see the same; ${entities} entities`,
	}
}

/** Each side goes on in a world of its own, which is the same world. */
type Watched = { readonly hub: Hub; readonly world: World; next: number; now: number }

function watchedBy(grant: Grant, entities: number): Watched {
	const hub = createHub({ operation: OPERATION, epoch: 'bench', picture: createPicture(), credit: { urgent: 1e9, least: 1e9, most: 1e9 } })
	const world = new World(entities)
	const first = numbered(world.introductions(), 1)
	step(hub, { type: 'appended', entries: first, now: START })
	for (let n = 0; n < 60; n++) join(hub, `v${n}`, { grant, kinds: WISHES[n % WISHES.length] })
	return { hub, world, next: first.length + 1, now: START }
}

function join(
	hub: Hub,
	viewer: string,
	{ grant, kinds }: { readonly grant: Grant; readonly kinds: readonly EntityKind[] | undefined },
): void {
	const want = { cover: 'all', ...(kinds && { kinds }) }
	const say = (have?: object): readonly Effect[] =>
		step(hub, { type: 'opened', viewer, grant, message: { protocol: PROTOCOL, want, ...(have && { have }) }, now: START })
	const [welcome] = say()
	if (welcome?.type !== 'welcome') throw new Error('a viewer was not welcome')
	const { scopeId } = welcome.message
	let told = step(hub, { type: 'rows', request: viewer, grant, scopeId, now: START })
	while (told.some(({ type }) => type === 'slice')) told = step(hub, { type: 'sliced', now: START })
	const loaded = told.find((effect) => effect.type === 'load')
	if (!loaded) throw new Error('a viewer could not load')
	say({ epoch: loaded.load.epoch, scopeId, seq: loaded.load.seq })
}

/** Ticks after some entries each, as the hub has them; frames are acknowledged outside of what is timed. @returns ms a tick */
function run(watched: Watched, ticks: number): number {
	const { hub, world } = watched
	let spent = 0
	for (let n = 0; n < ticks; n++) {
		watched.now += TICK_MS
		const now = instant(watched.now)
		const entries = numbered(world.happenings(50), watched.next)
		watched.next += entries.length
		step(hub, { type: 'appended', entries, now })
		const begun = cpuNow()
		const effects = step(hub, { type: 'tick', now })
		spent += cpuNow() - begun
		for (const effect of effects) {
			if (effect.type !== 'frame') continue
			for (const viewer of effect.to) step(hub, { type: 'acked', viewer, message: { frame: effect.message.no }, now })
		}
	}
	return spent / ticks
}

function hubOf(entities: number): Hub {
	const hub = createHub({ operation: OPERATION, epoch: 'bench', picture: createPicture() })
	step(hub, { type: 'appended', entries: numbered(new World(entities).introductions(), 1), now: START })
	return hub
}

/** Everything that is created has a label with organisations, so that no look at one is a short one. */
function numbered(bodies: Iterable<Body>, from: number): readonly Entry[] {
	const labelled = Array.from(bodies, (body): Body =>
		body.type === 'event' && body.event.op === 'upsert' ? { ...body, event: { ...body.event, label: LABEL } } : body,
	)
	return entriesOf(textsOf(labelled), from)
}

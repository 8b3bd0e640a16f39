import { isDeepStrictEqual } from 'node:util'
import { inflateRawSync } from 'node:zlib'

import { advance } from '@lagebild/client/advance.ts'
import { createSession } from '@lagebild/client/session.ts'
import type { SessionEvent } from '@lagebild/client/session.ts'
import { Want } from '@lagebild/model/protocol.ts'
import type { Frame, Load } from '@lagebild/model/protocol.ts'
import { instant } from '@lagebild/model/time.ts'
import { createPicture, headOf } from '@lagebild/picture/picture.ts'
import { scopeIdOf, scopeOf, tileOf } from '@lagebild/picture/scope.ts'
import * as z from 'zod'

import { pack } from '../../pack.ts'
import { createHub } from '../hub.ts'
import type { Effect, Input } from '../input.ts'
import { step } from '../step.ts'
import { check, checkEnd } from './check.ts'
import { dice, grantOf, operation, pickFrom } from './make.ts'
import { emptyTally, viewerOf } from './person.ts'
import type { Down, Person, Tally, World, WorldOptions } from './person.ts'
import { entryAt, randomBody, remember } from './story.ts'

const PLACE = { lat: 53.546, lng: 9.966 }
const WANTS = [
	Want.parse({}),
	Want.parse({ cover: 'none' }),
	Want.parse({ cover: [tileOf(PLACE, 8)] }),
	Want.parse({ cover: [tileOf(PLACE, 14), tileOf({ lat: 53.87, lng: 8.7 }, 12)], everyMs: 200 }),
	Want.parse({ cover: [tileOf(PLACE, 12)], everywhere: ['sensor'] }),
	Want.parse({ kinds: ['unit', 'warning', 'sensor'], everyMs: 400 }),
] as const
const CLEARANCES = ['open', 'internal', 'restricted'] as const

/** Small enough that viewers starve all the time. */
const CREDIT = { urgent: 600, least: 1_200, most: 4_000 }

function createWorld({ seed, flaw, lossy = false, twin = false }: WorldOptions): World {
	const make = () =>
		createHub({ operation: operation(), epoch: 'e1', picture: createPicture(), credit: CREDIT, pack, piece: 2, ...(flaw && { flaw }) })
	const hub = make()
	const people = ['a', 'b', 'c', 'd', 'e'].map((name, place): Person => ({
		name,
		packed: place % 2 === 1,
		session: createSession({ want: WANTS[0] }),
		grant: grantOf({ source: name }),
		connection: 0,
		linked: false,
		down: [],
		up: [],
		loading: undefined,
	}))
	const world: World = {
		hub,
		twin: twin ? make() : undefined,
		people,
		history: new Map(),
		scopes: new Map(),
		due: new Map(),
		slicing: false,
		tally: emptyTally(),
		roll: dice(seed),
		lossy,
		now: 1_000_000,
	}
	remember(world.history, 0, hub.picture)
	return world
}

function feed(world: World, input: Input): void {
	for (const effect of stepBoth(world, input)) perform(world, effect)
}

function stepBoth({ hub, twin }: World, input: Input): readonly Effect[] {
	const effects = step(hub, input)
	if (twin && !isDeepStrictEqual(step(twin, input), effects)) throw new Error(`two hubs made different effects of ${input.type}`)
	return effects
}

function perform(world: World, effect: Effect): void {
	switch (effect.type) {
		case 'frame':
			if (effect.to.length > 1) world.tally.shared++
			for (const id of effect.to) post(world, id, letterOf(world, effect))
			return
		case 'beat':
		case 'bye':
			for (const id of effect.to) post(world, id, effect)
			return
		case 'welcome':
			if (effect.message.next === 'resume') world.tally.resumes++
			return post(world, effect.to, effect)
		case 'reset':
			return post(world, effect.to, effect)
		default:
			return answer(world, effect)
	}
}

function letterOf({ tally }: World, { text, packed }: Extract<Effect, { type: 'frame' }>): Down {
	if (packed) tally.packed++
	const arrived = packed ? inflateRawSync(packed).toString() : text
	return { type: 'frame', message: travelled(Frames, arrived), bytes: packed?.length ?? text.length }
}

/** What comes back over HTTP. */
function answer(world: World, effect: Effect): void {
	if (effect.type === 'slice') world.slicing = true
	if (effect.type !== 'load' && effect.type !== 'refuse') return
	const person = world.people.find(({ name }) => name === effect.request)
	if (!person) return
	if (effect.type === 'refuse') return tell(world, person, { type: 'load-failed' })
	world.tally.loads++
	tell(world, person, { type: 'loaded', load: travelled(Loads, JSON.stringify(effect.load)), now: world.now })
}

const Frames = z.custom<Frame>()
const Loads = z.custom<Load>()

/** As it arrives: nothing but JSON. */
function travelled<T>(type: z.ZodType<T>, text: string): T {
	return type.parse(JSON.parse(text))
}

function post(world: World, viewer: string, message: Down): void {
	const person = world.people.find((one) => one.linked && viewer === viewerOf(one))
	if (!person || (world.lossy && message.type === 'frame' && world.roll(15) === 0)) return
	person.down.push(message)
}

function tell(world: World, person: Person, event: SessionEvent): void {
	for (const effect of advance(person.session, event)) {
		switch (effect.type) {
			case 'open':
			case 'ack':
			case 'scope':
			case 'resync':
				if (effect.type === 'resync') world.tally.gaps++
				person.up.push(effect)
				break
			case 'load':
				person.loading = effect.scopeId
				break
			case 'disconnect':
				cut(world, person)
				break
			default:
		}
	}
	check(world, person)
}

function cut(world: World, person: Person): void {
	if (!person.linked) return
	person.linked = false
	person.down = []
	person.up = []
	person.loading = undefined
	feed(world, { type: 'left', viewer: viewerOf(person) })
}

function link(world: World, person: Person): void {
	tell(world, person, { type: 'due' })
	person.connection++
	person.linked = true
	tell(world, person, { type: 'connected', now: world.now })
}

function deliver(world: World, person: Person): void {
	const message = person.down.shift()
	if (!message) return
	const { now, tally } = world
	switch (message.type) {
		case 'frame': {
			const { message: frame, bytes } = message
			tally.frames++
			if (frame.lane === 'M' && frame.move) tally.moves++
			return tell(world, person, { type: 'frame', frame, bytes, now })
		}
		case 'beat':
			tally.beats++
			if (message.message.digest) tally.digests++
			return tell(world, person, { type: 'beat', beat: message.message, now })
		case 'bye':
			tally.byes++
			return tell(world, person, message)
		case 'welcome':
			return tell(world, person, message)
		case 'reset':
			return tell(world, person, { ...message, now })
	}
}

function climb(world: World, person: Person): void {
	const said = person.up.shift()
	if (!said) return
	const now = instant(world.now)
	const viewer = viewerOf(person)
	if (said.type === 'open')
		feed(world, { type: 'opened', viewer, grant: person.grant, message: { ...said.message, packed: person.packed }, now })
	else if (said.type === 'ack') feed(world, { type: 'acked', viewer, message: said.message, now })
	else feed(world, { type: said.type, viewer, message: said.message, now })
}

function happen(world: World): void {
	const { hub, roll } = world
	world.now += 1 + roll(30)
	const seq = headOf(hub.picture) + 1
	const body = randomBody(seq, roll, world.now)
	feedEntry(world, seq, body)
}

function feedEntry(world: World, seq: number, body: Parameters<typeof entryAt>[1]): void {
	const { hub, history, now } = world
	const entry = entryAt(seq, body, now)
	const effects = stepBoth(world, { type: 'appended', entries: [entry], now: instant(now) })
	remember(history, seq, hub.picture)
	for (const effect of effects) perform(world, effect)
}

function live(world: World, person: Person): void {
	const { roll } = world
	for (let i = roll(5); i > 0; i--) deliver(world, person)
	if (person.loading !== undefined && roll(2) === 0) fetchLoad(world, person)
	if (roll(2) === 0) slice(world)
	if (roll(3) === 0) tell(world, person, { type: 'second', now: world.now })
	for (let i = roll(4); i > 0; i--) climb(world, person)
	disturb(world, person, roll(40))
	if (person.session.state === 'offline' && roll(3) === 0) link(world, person)
}

function disturb(world: World, person: Person, what: number): void {
	if (what === 0) {
		cut(world, person)
		tell(world, person, { type: 'disconnected' })
	} else if (what < 3) tell(world, person, { type: 'want', want: pickFrom(world.roll, WANTS) })
	else if (what === 3) regrant(world, person)
}

/** A wish and a grant are under way at the same time: the hub may meet any pair of them. */
function learnAll(world: World, person: Person): void {
	for (const want of WANTS) {
		const scope = scopeOf(person.grant, want)
		world.scopes.set(scopeIdOf(scope), scope)
	}
}

function regrant(world: World, person: Person): void {
	const { roll } = world
	const organisation = pickFrom(roll, ['thw', 'fw', ''])
	const kinds = roll(4) === 0 ? { kinds: ['unit' as const, 'warning' as const] } : {}
	person.grant = grantOf({
		source: person.name,
		clearance: pickFrom(roll, CLEARANCES),
		...(organisation !== '' && { organisation }),
		...kinds,
	})
	learnAll(world, person)
	feed(world, { type: 'regranted', credential: person.grant.credential, grant: person.grant, now: instant(world.now) })
}

function fetchLoad(world: World, person: Person): void {
	const { loading, grant, name } = person
	person.loading = undefined
	if (loading !== undefined) feed(world, { type: 'rows', request: name, grant, scopeId: loading, now: instant(world.now) })
}

function slice(world: World): void {
	if (!world.slicing) return
	world.slicing = false
	feed(world, { type: 'sliced', now: instant(world.now) })
}

/** Two seconds a step where frames were lost: a viewer whose frame never arrives is dismissed after a minute, and comes again. */
function settleDown(world: World): void {
	const stepMs = world.lossy ? 2_000 : 100
	world.lossy = false
	for (let round = 0; round < 60; round++) {
		for (const person of world.people) settle(world, person)
		world.now += stepMs
		feed(world, { type: 'tick', now: instant(world.now) })
	}
	for (const person of world.people) checkEnd(world, person)
}

function settle(world: World, person: Person): void {
	if (person.session.state === 'offline') link(world, person)
	for (let i = 0; i < 50; i++) {
		slice(world)
		deliver(world, person)
		climb(world, person)
	}
	if (person.loading !== undefined) fetchLoad(world, person)
	tell(world, person, { type: 'second', now: world.now })
}

/** One life of a hub and its viewers: random entries, pans, regrants, relabels, starvation, broken links, loads between ticks. */
export function runWorld(options: WorldOptions): Tally {
	const world = createWorld(options)
	for (const person of world.people) learnAll(world, person)
	for (let i = 0; i < 10; i++) happen(world)
	for (let t = 0; t < 80; t++) {
		for (let i = world.roll(5); i > 0; i--) happen(world)
		if (world.roll(2) === 0) {
			world.now += 100
			feed(world, { type: 'tick', now: instant(world.now) })
		}
		for (const person of world.people) live(world, person)
	}
	settleDown(world)
	return world.tally
}

import type { Geometry } from '@lagebild/model/geo.ts'
import type { Fieldset } from '@lagebild/model/kinds/kind.ts'
import { KINDS } from '@lagebild/model/kinds/names.ts'
import type { EntityKind } from '@lagebild/model/kinds/names.ts'
import { policyOf } from '@lagebild/model/kinds/policy.ts'
import { KIND_TRAITS } from '@lagebild/model/kinds/traits.ts'

import { compareStamps, takes } from './stamp.ts'
import type { Said } from './stamp.ts'
import type { Register, Slot } from './state.ts'

/** Names of registers that are not fields of a payload, and cannot collide with those. */
export const GEOMETRY = 'geometry'
export const VALIDITY = '@validity'
export const CONFIDENCE = '@confidence'
export const GEOMETRY_SOURCE = '@geometrySource'
export const ACCURACY = '@accuracyMetres'

/**
 * A statement with what it says of fields, as it said it: payload and geometry are its own, nothing of them is copied. A slot keeps its newest,
 * the newest first, each as long as something of it was not said again since: its registers are what those say. Of the rest, nothing is left
 * but that they were said.
 */
export type Words = Said & {
	payload: Fieldset | undefined
	geometry: Geometry | null | undefined
	/** Further registers by name: the rest of the envelope, and what a retraction takes back. */
	named: Readonly<Record<string, unknown>> | undefined
	/** Fields of which each key of a map is a register of its own. */
	keyed: readonly string[]
	older: Words | undefined
}

const KEYED: ReadonlyMap<EntityKind, readonly string[]> = new Map(
	KINDS.map((kind) => [kind, Object.keys(KIND_TRAITS[kind].policies).filter((field) => policyOf(kind, field) === 'keyed')]),
)

export function keyedFields(kind: EntityKind): readonly string[] {
	return KEYED.get(kind) ?? []
}

/** Register of one key of a keyed field; payload fields hold no dot. */
export function keyedName(field: string, key: string): string {
	return `${field}.${key}`
}

export function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
	return typeof value === 'object' && value !== null && !Array.isArray(value)
}

const UNSAID = Symbol('unsaid')

function valueIn(words: Words, name: string): unknown {
	const { payload, geometry, named } = words
	if (name === GEOMETRY && geometry !== undefined) return geometry
	if (payload && Object.hasOwn(payload, name)) return keysOf(words, name, payload[name]) ? UNSAID : payload[name]
	if (named && Object.hasOwn(named, name)) return named[name]
	return payload && words.keyed.length > 0 ? keyIn(payload, words.keyed, name) : UNSAID
}

/** Each key is a register, and the field as a whole is none. */
function keysOf({ keyed }: Words, field: string, value: unknown): Readonly<Record<string, unknown>> | undefined {
	return keyed.length > 0 && isMap(value) && keyed.includes(field) ? value : undefined
}

function keyIn(payload: Fieldset, keyed: readonly string[], name: string): unknown {
	const dot = name.indexOf('.')
	const field = name.slice(0, dot)
	if (dot < 0 || !keyed.includes(field)) return UNSAID
	const [map, key] = [payload[field], name.slice(dot + 1)]
	return isMap(map) && Object.hasOwn(map, key) ? map[key] : UNSAID
}

/** Goes through the names of what is said until one fails; true when none does. */
function everyName(words: Words, test: (name: string) => boolean): boolean {
	const { payload, geometry, named } = words
	for (const field in payload) {
		const keys = keysOf(words, field, payload[field])
		if (!(keys ? everyKey(keys, field, test) : test(field))) return false
	}
	for (const name in named) if (!test(name)) return false
	return geometry === undefined || test(GEOMETRY)
}

function everyKey(keys: object, field: string, test: (name: string) => boolean): boolean {
	for (const key in keys) if (!test(keyedName(field, key))) return false
	return true
}

/** What a source says now of one field. */
export function heldIn(slot: Slot, name: string): Register | undefined {
	for (let words = slot.words; words; words = words.older) {
		const value = valueIn(words, name)
		if (value !== UNSAID) return { value, said: words }
	}
	return slot.spilled?.get(name)
}

/** Everything that a source says now, withdrawn or not, by name. */
export function registersIn(slot: Slot): ReadonlyMap<string, Register> {
	const held = new Map<string, Register>()
	for (let words = slot.words; words; words = words.older) {
		const said = words
		everyName(words, (name) => {
			if (!held.has(name)) held.set(name, { value: valueIn(said, name), said })
			return true
		})
	}
	for (const [name, register] of slot.spilled ?? []) held.set(name, register)
	return held
}

/** What a source says now of each key of a keyed field, withdrawn or not. */
export function keysIn(slot: Slot, field: string): ReadonlyMap<string, Register> {
	const keys = new Map<string, Register>()
	const prefix = keyedName(field, '')
	const take = (key: string, value: unknown, said: Said): void => {
		if (!keys.has(key)) keys.set(key, { value, said })
	}
	for (let words = slot.words; words; words = words.older) {
		const map = words.payload?.[field]
		if (isMap(map)) for (const key in map) take(key, map[key], words)
		for (const name in words.named) if (name.startsWith(prefix)) take(name.slice(prefix.length), words.named[name], words)
	}
	for (const [name, { value, said }] of slot.spilled ?? []) if (name.startsWith(prefix)) take(name.slice(prefix.length), value, said)
	return keys
}

/** The statements that something is held of. */
export function saidIn({ words: newest, spilled }: Slot): readonly Said[] {
	const said: Said[] = []
	for (let words = newest; words; words = words.older) said.push(words)
	for (const held of spilled?.values() ?? []) said.push(held.said)
	return said
}

/** P3, P6: takes in what a statement says, and drops what was thereby said again. */
export function speak(slot: Slot, words: Words): void {
	if (slot.reset && compareStamps(words, slot.reset) < 0) return empty(words)
	const newest = slot.words
	if (newest && takes(words, newest) && isSameAgain(words, newest)) {
		words.older = newest.older
		slot.words = words
		return empty(newest)
	}
	addWords(slot, words)
}

function addWords(slot: Slot, words: Words): void {
	let newer: Words | undefined
	let older = slot.words
	while (older && !takes(words, older)) [newer, older] = [older, older.older]
	if (!older && slot.spilled) return spillInto(slot, slot.spilled, words)
	words.older = older
	link(slot, newer, words)
	dropOvertaken(slot, newer, words)
	if (slot.spilled) unspill(slot.spilled, words)
	if (older?.older) spillOldest(slot)
}

/** A source says again just what it said last: nothing else can have been overtaken. */
function isSameAgain(words: Words, before: Words): boolean {
	if (words.named || before.named || (words.geometry === undefined) !== (before.geometry === undefined)) return false
	const { payload, keyed } = words
	return isWithin(payload, before.payload, keyed) && isWithin(before.payload, payload, keyed)
}

/** Whether every field of a payload is one of another one, and none of them is kept by key. */
function isWithin(payload: Fieldset | undefined, other: Fieldset | undefined, keyed: readonly string[]): boolean {
	for (const field in payload) if (other?.[field] === undefined || keyed.includes(field)) return false
	return true
}

/** A statement is remembered for other reasons as well, and long. */
function empty(words: Words): void {
	words.payload = undefined
	words.geometry = undefined
	words.named = undefined
}

function drop(slot: Slot, newer: Words | undefined, words: Words): void {
	link(slot, newer, words.older)
	empty(words)
}

function link(slot: Slot, newer: Words | undefined, words: Words | undefined): void {
	if (newer) newer.older = words
	else slot.words = words
}

/** Only what shares a name with new words can have been said again altogether. */
function dropOvertaken(slot: Slot, newer: Words | undefined, words: Words): void {
	let last = newer
	if (words.geometry !== undefined) dropGeometry(words.older)
	for (let each: Words | undefined = words; each; each = each.older) {
		if ((each === words || shares(each, words)) && isOvertaken(slot, each)) drop(slot, last, each)
		else last = each
	}
}

/** Of things that move there are many of them. */
function dropGeometry(older: Words | undefined): void {
	for (let words = older; words; words = words.older) words.geometry = undefined
}

function shares(each: Words, words: Words): boolean {
	return !everyName(words, (name) => valueIn(each, name) === UNSAID)
}

function isOvertaken({ words: newest }: Slot, words: Words): boolean {
	return everyName(words, (name) => {
		for (let each = newest; each && each !== words; each = each.older) if (valueIn(each, name) !== UNSAID) return true
		return false
	})
}

/** P5: what is older than the reset is void for ever, so it is dropped at once. */
export function dropVoid(slot: Slot, reset: Said): void {
	if (slot.spilled) dropSpilled(slot, slot.spilled, reset)
	let newer: Words | undefined
	for (let words = slot.words; words; words = words.older) {
		if (compareStamps(words, reset) < 0) drop(slot, newer, words)
		else newer = words
	}
}

function dropSpilled(slot: Slot, spilled: Map<string, Register>, reset: Said): void {
	for (const [name, { said }] of spilled) if (compareStamps(said, reset) < 0) spilled.delete(name)
	if (spilled.size === 0) slot.spilled = undefined
}

/** Of a source that speaks of one field after the other, more are kept by field: they cost what they hold, however many they are. */
const MOST_WORDS = 6

function spillOldest(slot: Slot): void {
	let last = slot.words
	for (let n = 1; last && n < MOST_WORDS; n++) last = last.older
	if (!last?.older) return
	const spilled = (slot.spilled ??= new Map<string, Register>())
	const oldest = last.older
	last.older = undefined
	for (let words: Words | undefined = oldest; words; words = words.older) {
		spillInto(slot, spilled, words)
		empty(words)
	}
}

/** What is older than all words that are kept whole. */
function spillInto(slot: Slot, spilled: Map<string, Register>, words: Words): void {
	const said = words
	everyName(words, (name) => {
		const held = heldIn(slot, name)
		if (!held || (spilled.get(name) === held && takes(said, held.said))) spilled.set(name, { value: valueIn(words, name), said })
		return true
	})
}

function unspill(spilled: Map<string, Register>, words: Words): void {
	everyName(words, (name) => {
		spilled.delete(name)
		return true
	})
}

import { readIso } from '@lagebild/model/time.ts'
import type { Instant } from '@lagebild/model/time.ts'

import { compareStamps, takes } from './stamp.ts'
import type { Said } from './stamp.ts'
import { entityFor, slotOf } from './state.ts'
import type { Absence, Entity, PictureState, RosterRegister, Seldom } from './state.ts'
import type { Of } from './statement.ts'

/** P14: as many lists as decide; more would not change the answer. */
const KEPT_ROSTERS = 5
/** P15: one list may be cut off by chance; the second one in a row counts. */
const POLLS_TO_END = 2
/** P16: a list that shrank suspiciously ends things only after three more. */
const POLLS_TO_END_SHRUNK = 5
/** P16: fewer may well end at once. */
const SHRUNK_ITEMS = 5
/** P15: so much of its pace lies at least between two polls of one poller. */
const APART = 0.8
/** No list is believed to be from the future by more than clocks differ. */
const AHEAD_MS = 2_000

/** P14: takes in a complete roster, and keeps it if it is among the newest. Returns the entities of the source whose presence changed. */
export function stateRoster(picture: PictureState, { roster, ...event }: Of<'roster'>, from: Said): Entity[] {
	if (!roster.complete) return []
	const source = from.by.source
	const said = { ...from, at: listTime(roster.listTime, event) }
	const { selectionVersion: selection, streak, everySeconds = 0 } = roster
	const items = new Set(roster.ids.map((id) => entityFor(picture, id)).filter((entity) => entity.source === source))
	for (const entity of items) stateListed(entity, { selection, said })
	const held = picture.rosters.get(source) ?? []
	picture.rosters.set(source, held)
	const apart = Math.round(everySeconds * 1_000 * APART)
	insert(held, { selection, streak, apart, said, items, polls: 0, shrank: false })
	return judgeAll(picture, source)
}

function stateListed(entity: Entity, listed: NonNullable<Seldom['listed']>): void {
	const held = entity.seldom.listed
	if (held === undefined || compareRosters(listed, held) > 0) entity.setSeldom({ listed })
}

function listTime(text: string, { received, effective }: { received: Instant; effective: Instant }): Instant {
	const read = readIso(text) ?? effective
	return read > received + AHEAD_MS ? received : read
}

/** P18: a retracted list keeps its place and says nothing any more. */
export function withdrawRoster(picture: PictureState, { id, source }: { readonly id: string; readonly source: string }): Entity[] {
	picture.withdrawnRosters.add(rosterName(source, id))
	return judgeAll(picture, source)
}

function rosterName(source: string, id: string): string {
	return `${source} ${id}`
}

function isWithdrawn(picture: PictureState, { by, id }: Said): boolean {
	return picture.withdrawnRosters.size > 0 && picture.withdrawnRosters.has(rosterName(by.source, id))
}

function insert(held: RosterRegister[], register: RosterRegister): void {
	let place = held.length
	while (place > 0 && compareRosters(held[place - 1] ?? register, register) > 0) place--
	const before = held[place - 1]
	if (before && compareRosters(before, register) === 0) {
		if (takes(register.said, before.said)) held[place - 1] = register
		return
	}
	held.splice(place, 0, register)
	if (held.length > KEPT_ROSTERS) held.shift()
}

type Listed = Pick<RosterRegister, 'selection' | 'said'>

function compareRosters(a: Listed, b: Listed): number {
	return a.selection - b.selection || compareStamps(a.said, b.said)
}

export function judgeAll(picture: PictureState, source: string): Entity[] {
	const lists = currentLists(picture, source)
	relate(lists)
	const changed: Entity[] = []
	for (const entity of picture.owned.get(source) ?? []) if (judge(picture, entity, lists)) changed.push(entity)
	return changed
}

/** Newest lists of the current selection, ascending. */
export function currentLists(picture: PictureState, source: string): readonly RosterRegister[] {
	const held = picture.rosters.get(source) ?? []
	const selection = held.at(-1)?.selection
	return held.filter((list) => list.selection === selection && !isWithdrawn(picture, list.said))
}

/** What each list adds to the one before it. Equal lists share one set. */
function relate(lists: readonly RosterRegister[]): void {
	for (const [place, list] of lists.entries()) {
		const before = lists[place - 1]
		list.polls = list.streak
		list.shrank = false
		if (before) compareLists(before, list)
	}
}

function compareLists(before: RosterRegister, list: RosterRegister): void {
	const missing = missingFrom(before.items, list.items)
	list.shrank = missing >= SHRUNK_ITEMS && missing * 2 > before.items.size
	if (missing > 0 || before.items.size !== list.items.size) return
	list.items = before.items
	if (list.streak > before.streak) list.polls = list.streak - before.streak
}

function missingFrom(before: ReadonlySet<Entity>, after: ReadonlySet<Entity>): number {
	if (before === after) return 0
	let missing = 0
	for (const item of before) if (!after.has(item)) missing++
	return missing
}

/** Brings an entity's presence up to date. Returns whether it changed. */
export function judgePresence(picture: PictureState, entity: Entity): boolean {
	if (!picture.rosters.has(entity.source) || !entity.owned) return false
	return judge(picture, entity, currentLists(picture, entity.source))
}

function judge(picture: PictureState, entity: Entity, lists: readonly RosterRegister[]): boolean {
	const [before, now] = [entity.seldom.absence, absenceOf(picture, entity, lists)]
	const changed = before?.life !== now?.life || before?.since !== now?.since
	if (!changed) return false
	entity.settle()
	entity.setSeldom({ absence: now })
	return true
}

/**
 * P15–P17: counts the polls in a row, newest first, that did not name the entity. Lists from before its content was received say
 * nothing about it. One that this selection never named is not ended as fast as one that it named and dropped.
 */
function absenceOf(picture: PictureState, entity: Entity, lists: readonly RosterRegister[]): Absence | undefined {
	const reset = slotOf(entity, entity.source)?.reset
	if (!reset || lists.at(-1)?.items.has(entity)) return undefined
	const { polls, guarded } = missedPolls(entity, lists, reset.received)
	if (polls < POLLS_TO_END) return undefined
	const { listed } = entity.seldom
	const seen = listed && !isWithdrawn(picture, listed.said) ? listed.said.at : reset.received
	return { life: guarded && polls < POLLS_TO_END_SHRUNK ? 'unconfirmed' : 'ended', since: seen }
}

function missedPolls(entity: Entity, lists: readonly RosterRegister[], received: Instant): { polls: number; guarded: boolean } {
	const last = lists.findLastIndex(({ items, said }) => items.has(entity) || said.received < received)
	const missing = lists.slice(last + 1)
	const named = lists[last]?.items.has(entity) ?? false
	return { polls: pollsOf(missing), guarded: named ? (missing[0]?.shrank ?? false) : true }
}

/** P15: of several lists of one moment the first counts. */
function pollsOf(lists: readonly RosterRegister[]): number {
	let polls = 0
	let counted: Instant | undefined
	for (const list of lists) {
		const fit = counted === undefined || list.apart === 0 ? list.polls : Math.floor((list.said.at - counted) / list.apart)
		const more = Math.min(list.polls, fit)
		polls += more
		if (more > 0) counted = list.said.at
	}
	return polls
}

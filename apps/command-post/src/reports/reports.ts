import type { StaffFunction } from '@lagebild/model/access/functions.ts'
import { distanceMetres } from '@lagebild/model/geo.ts'
import type { Position } from '@lagebild/model/geo.ts'
import type { EntityId } from '@lagebild/model/ids.ts'
import { priorityRank } from '@lagebild/model/priority.ts'
import type { Row } from '@lagebild/model/row.ts'

import { authorOf, isMessage, saidAt } from '../diary/entries.ts'
import type { MessageThing } from '../diary/entries.ts'
import { ownFunctionsNow } from '../log/own-functions.ts'
import { memoLast } from '../select/memo.ts'
import type { Content, Facts, Thing } from '../state/facts.ts'

/** To whom a message is given; by German practice red goes to S2 always. */
export const ADDRESSEES = ['S1', 'S2', 'S3', 'S4', 'S5', 'S6', 'leader'] as const satisfies readonly StaffFunction[]

/** One message as the staff handles it. */
export type Report = {
	readonly thing: MessageThing
	readonly at: number
	readonly from: string
	readonly urgency: number
	/** Somebody decided to whom it goes. */
	readonly distributed: boolean
	readonly to: readonly string[]
	/** Of those it was given to, who has not signed. */
	readonly unread: readonly string[]
	readonly answered: boolean
	readonly unverified: boolean
}

/** Nobody vouches for it yet: it says so itself, or it comes from the crowd or out of a chat and nobody has judged it. */
export function isUnverified({ confidence, life, kind, sources, fields }: Row): boolean {
	if (life !== 'live' || (kind !== 'message' && kind !== 'incident')) return false
	if (confidence !== undefined) return confidence === 'unverified'
	return sources.at(-1)?.rank === 'crowd' || ('type' in fields && fields.type === 'chat')
}

function reportOf(thing: MessageThing): Report {
	const { row } = thing
	const { distribution, receipts, from } = row.fields
	const to = Object.entries(distribution ?? {}).flatMap(([addressee, given]) => (given ? [addressee] : []))
	return {
		thing,
		at: saidAt(row),
		from: from ?? authorOf(row),
		urgency: priorityRank(row.fields.priority),
		distributed: to.length > 0,
		to: to.toSorted(),
		unread: to.filter((addressee) => !receipts?.[addressee]),
		answered: (row.links ?? []).some(({ rel, inbound }) => rel === 'answers' && inbound),
		unverified: isUnverified(row),
	}
}

/** Every message but the entries of diaries, the newest first. */
export const reportsOf = memoLast((content: Content): readonly Report[] =>
	[...content.things.values()]
		.filter(isMessage)
		.filter(({ row }) => row.fields.type !== 'diary' && row.life !== 'retracted')
		.map(reportOf)
		.toSorted((a, b) => b.at - a.at),
)

/** What nobody has looked at, and what waits for those who sit here. */
export const VIEWS = ['all', 'unsorted', 'mine', 'open', 'inbox'] as const
export type View = (typeof VIEWS)[number]

function isIncoming({ thing: { row } }: Report): boolean {
	return row.fields.direction !== 'out'
}

export function isIn(report: Report, view: View, own: ReadonlySet<string>): boolean {
	switch (view) {
		case 'all':
			return true
		case 'unsorted':
			return isIncoming(report) && !report.distributed
		case 'mine':
			return report.unread.some((addressee) => own.has(addressee))
		case 'open':
			return isIncoming(report) && !report.answered
		case 'inbox':
			return report.unverified
	}
}

export type ReportFilter = { readonly view: View; readonly text: string }

/** Under the chosen view those that are urgent stand first while nobody has sorted them; else the newest. */
export function filterReports(reports: readonly Report[], { view, text }: ReportFilter, own: ReadonlySet<string>): readonly Report[] {
	const words = text.toLowerCase().split(/\s+/).filter(Boolean)
	const found = reports.filter((report) => isIn(report, view, own) && words.every((word) => textOf(report).includes(word)))
	return view === 'all' ? found : found.toSorted((a, b) => b.urgency - a.urgency)
}

function textOf({ thing: { row }, from }: Report): string {
	const { text, to, registryNumber, channel } = row.fields
	return [text, from, ...(to ?? []), registryNumber, channel].join(' ').toLowerCase()
}

/** The next of the register: `E 18` after `E 17`. */
export function nextNumber(reports: readonly Report[], direction: 'in' | 'out'): string {
	const letter = direction === 'in' ? 'E' : 'A'
	const numbers = reports.flatMap(({ thing }) => {
		const [, found, number] = /^([EA])\s*(\d+)$/.exec(thing.row.fields.registryNumber ?? '') ?? []
		return found === letter ? [Number(number)] : []
	})
	return `${letter} ${Math.max(0, ...numbers) + 1}`
}

export type Inbox = readonly { readonly thing: Thing; readonly near: readonly EntityId[] }[]

const NEAR_M = 300
const NEAR_MS = 3_600_000

function pointOf({ row, measured }: Thing): Position | undefined {
	if (measured?.position) return measured.position
	if (row.geometry?.type !== 'Point') return undefined
	const [lng, lat] = row.geometry.coordinates
	return lng === undefined || lat === undefined ? undefined : { lat, lng }
}

/** What nobody vouches for, the urgent and then the oldest first, each with those of the same hour close by. */
export const inboxOf = memoLast((content: Content): Inbox => {
	const waiting = [...content.things.values()].filter(({ row }) => isUnverified(row))
	return waiting
		.toSorted((a, b) => urgencyOf(b) - urgencyOf(a) || a.row.at - b.row.at)
		.map((thing) => ({ thing, near: waiting.filter((other) => isNear(thing, other)).map(({ row }) => row.id) }))
})

export function isNear(one: Thing, other: Thing): boolean {
	if (one.row.id === other.row.id || Math.abs(one.row.at - other.row.at) > NEAR_MS) return false
	const [a, b] = [pointOf(one), pointOf(other)]
	return a !== undefined && b !== undefined && distanceMetres(a, b) <= NEAR_M
}

function urgencyOf({ row }: Thing): number {
	return row.kind === 'message' || row.kind === 'incident' ? priorityRank('priority' in row.fields ? row.fields.priority : undefined) : 0
}

/** How many wait for somebody here: unsorted, unsigned by one of the own functions, or unverified; each once. */
const waitingCount = memoLast((content: Content, own: string): number => {
	const functions = new Set(own.split(' '))
	const ids = reportsOf(content)
		.filter((report) => isIn(report, 'unsorted', functions) || isIn(report, 'mine', functions))
		.map(({ thing }) => thing.row.id)
	return new Set([...ids, ...inboxOf(content).map(({ thing }) => thing.row.id)]).size
})

export function waitingNow(facts: Facts): number {
	return waitingCount(facts.content, ownFunctionsNow(facts))
}

import type { Shown } from '@lagebild/client/dispatch/item.ts'
import { FUNCTIONS } from '@lagebild/model/access/functions.ts'
import type { StaffFunction } from '@lagebild/model/access/functions.ts'
import type { EntityId, OperationId } from '@lagebild/model/ids.ts'
import type { Severity } from '@lagebild/model/kinds/words.ts'
import type { RowOf } from '@lagebild/model/row.ts'
import { readIso } from '@lagebild/model/time.ts'

import type { Content, Facts, Thing } from '../state/facts.ts'
import { memoLast } from './memo.ts'
import { severityRank } from './severity.ts'

export type AlarmView = {
	readonly id: EntityId
	/** Operation whose journal holds it. */
	readonly operation: OperationId
	/** One occurrence: the same cause anew is another. */
	readonly key: string
	readonly title: string
	readonly cause: string | undefined
	readonly severity: Severity
	/** Since when the cause stands. */
	readonly since: number
	/** Since when it is over. */
	readonly over: number | undefined
	/** Who has taken notice last; `role`: under which function. */
	readonly acknowledged: { readonly name: string; readonly role: StaffFunction | undefined; readonly at: number } | undefined
	/** Thing of the picture that it is about, where it is there. */
	readonly about: EntityId | undefined
}

/** What the hub says of its own stands in German and English; everything else as it was said. */
export function inLanguage(text: string, language: string): string {
	const parts = text.split(' · ')
	if (parts.length < 2 || parts.length % 2 === 1) return text
	const half = parts.length / 2
	return (language === 'de' ? parts.slice(0, half) : parts.slice(half)).join(' · ')
}

function noticeOf({ fields, fieldAt, at }: RowOf<'alarm'>): AlarmView['acknowledged'] {
	const [last] = Object.entries(fields.acknowledged ?? {}).filter(([, name]) => name)
	if (!last?.[1]) return undefined
	const [key, name] = last
	return { name, role: FUNCTIONS.find((one) => one === key), at: fieldAt?.['acknowledged'] ?? at }
}

/** When its cause began, where that was said. */
function sinceOf({ validity, at }: RowOf<'alarm'>): number {
	return (typeof validity?.from === 'string' ? readIso(validity.from) : undefined) ?? at
}

function alarmView(row: RowOf<'alarm'>, operation: OperationId, language: string): AlarmView {
	const { id, fields, at, life, lifeAt } = row
	const since = sinceOf(row)
	const about = row.links?.find(({ rel, inbound }) => rel === 'about' && !inbound)?.to
	return {
		id,
		operation,
		key: `${id} ${since}`,
		title: inLanguage(fields.title ?? '', language),
		cause: fields.cause ? inLanguage(fields.cause, language) : undefined,
		severity: fields.severity ?? 'Unknown',
		since,
		over: life === 'live' ? undefined : (lifeAt ?? at),
		acknowledged: noticeOf(row),
		about,
	}
}

function order(a: AlarmView, b: AlarmView): number {
	return (
		Number(a.acknowledged !== undefined) - Number(b.acknowledged !== undefined) ||
		severityRank(b.severity) - severityRank(a.severity) ||
		b.since - a.since
	)
}

export type Alarms = {
	/** Those whose cause stands: what nobody has acknowledged first, then the severest, then the newest. */
	readonly standing: readonly AlarmView[]
	readonly open: number
	/** Those that are over, the newest first. */
	readonly over: readonly AlarmView[]
}

export function alarmsIn(content: Content, language: string): Alarms {
	const all = [...content.things.values()].flatMap(({ row, operation }: Thing) =>
		row.kind === 'alarm' && row.life !== 'retracted' ? [alarmView(row, operation, language)] : [],
	)
	const standing = all.filter(({ over }) => over === undefined).toSorted(order)
	return {
		standing,
		open: standing.filter(({ acknowledged }) => !acknowledged).length,
		over: all.filter(({ over }) => over !== undefined).toSorted((a, b) => (b.over ?? 0) - (a.over ?? 0)),
	}
}

const alarmsOf = memoLast(alarmsIn)

export function alarmsNow({ content, preferences }: Pick<Facts, 'content' | 'preferences'>): Alarms {
	return alarmsOf(content, preferences.language)
}

const ON_ITS_WAY: ReadonlySet<Shown['state']> = new Set(['waiting', 'sent', 'held'])

/** Alarms that this person acknowledged and the hub has not heard of. */
export const waitingNotices = memoLast((said: readonly Shown[]): ReadonlySet<string> => {
	const waiting = said.filter(({ event, state }) => event.kind === 'alarm' && ON_ITS_WAY.has(state))
	return new Set(waiting.map(({ event }) => event.entity))
})

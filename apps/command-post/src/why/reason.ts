import type { SourceRank } from '@lagebild/model/label.ts'

import type { de } from '../messages/de.ts'
import type { Explanation, Saying } from './explanation.ts'

type ReasonKey = keyof typeof de.why.reasons

/** Which sentence says why, and the words that it needs. */
export type Reason = { readonly key: ReasonKey; readonly rank: SourceRank | 'unknown'; readonly other: SourceRank | 'unknown' }

const LIVES = { live: 'live', ended: 'ended', cancelled: 'cancelled', retracted: 'retracted' } as const

/** The one sentence that says why a value is shown: the rule, and what it had to weigh. */
export function reasonOf(explanation: Explanation): Reason {
	const { values } = explanation
	const shown = values.find(({ standing }) => standing === 'shown')
	const against = values.find(({ standing }) => standing === 'conflict' || standing === 'outranked')
	return { key: keyOf(explanation, shown), rank: shown?.rank ?? 'unknown', other: against?.rank ?? 'unknown' }
}

function keyOf(explanation: Explanation, shown: Saying | undefined): ReasonKey {
	const { values, value, rule } = explanation
	if (values.length === 0 && value === undefined) return 'nobody'
	if (rule === 'P7') return 'nothing'
	return WORDS[rule]?.(explanation, shown) ?? 'other'
}

type Word = (explanation: Explanation, shown: Saying | undefined) => ReasonKey

function stands(values: readonly Saying[], standing: Saying['standing']): boolean {
	return values.some((saying) => saying.standing === standing)
}

function isAlone(values: readonly Saying[]): boolean {
	return !values.some(
		({ standing }) => standing === 'older' || standing === 'outranked' || standing === 'conflict' || standing === 'beside',
	)
}

const WORDS: Readonly<Record<string, Word>> = {
	P9: ({ values }) => (values.length > 1 ? 'classified' : 'created'),
	P10: ({ value, conflict }) => {
		if (value === 'live') return conflict ? 'liveObjected' : 'live'
		return typeof value === 'string' && Object.hasOwn(LIVES, value) ? lifeWord(value) : 'other'
	},
	P11: ({ value }) => (value === 'superseded' ? 'superseded' : 'linkCancelled'),
	P12: () => 'links',
	P15: () => 'unlisted',
	P16: () => 'shrunk',
	P17: () => 'neverListed',
	P20: ({ values }) => (isAlone(values) ? 'alone' : 'newest'),
	P21: ({ values }) => {
		if (stands(values, 'conflict')) return 'weighsMoreThanNewer'
		if (stands(values, 'outranked')) return 'weighsMore'
		return isAlone(values) ? 'alone' : 'newest'
	},
	P22: ({ conflict, values }) => {
		if (conflict) return 'sidesDiffer'
		return isAlone(values) ? 'alone' : 'sides'
	},
	P23: (_explanation, shown) => (shown ? 'declared' : 'proposed'),
	P24: () => 'keyed',
	P27: () => 'carriedOut',
	P31: ({ values }) => (stands(values, 'doubtful') ? 'positionDoubtful' : 'position'),
	P32: () => 'measured',
}

function lifeWord(value: string): ReasonKey {
	if (value === 'ended') return 'ended'
	return value === 'cancelled' ? 'cancelled' : 'retracted'
}

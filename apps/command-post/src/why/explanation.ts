import type { EntityId, OperationId } from '@lagebild/model/ids.ts'
import { SourceRank } from '@lagebild/model/label.ts'
import type { Doubt } from '@lagebild/model/row.ts'
import { iso } from '@lagebild/model/time.ts'
import { useEffect, useState } from 'react'

import { ask, entityPath } from '../api/http.ts'
import { listOf, numberOf, objectOf, textOf } from '../api/outline.ts'

const STANDINGS = ['shown', 'beside', 'conflict', 'outranked', 'older', 'void', 'withdrawn', 'overtaken', 'doubtful'] as const
export type Standing = (typeof STANDINGS)[number]

const DOUBTS = ['speed', 'jump', 'far', 'clock'] as const satisfies readonly Doubt['what'][]
type DoubtWord = (typeof DOUBTS)[number]

/** One value that somebody said, as the hub tells it. */
export type Saying = {
	readonly seq: number
	readonly key: string | undefined
	readonly value: unknown
	readonly source: string
	readonly name: string
	readonly rank: SourceRank | undefined
	readonly effective: number
	readonly received: number
	readonly standing: Standing
	readonly doubts: readonly DoubtWord[]
	/** The time as the sender said it, when its clock is doubted. */
	readonly claimed: number | undefined
	readonly by: { readonly seq: number; readonly name: string; readonly source: string } | undefined
	readonly link: string | undefined
}

export type Explanation = {
	readonly field: string
	readonly rule: string
	readonly value: unknown
	readonly conflict: boolean
	readonly values: readonly Saying[]
	readonly rest: number
	readonly next: number | undefined
}

function sayingOf(value: unknown): readonly Saying[] {
	const { seq, key, value: said, source, name, rank, standing, overtakenBy, doubts, link } = objectOf(value)
	const place = numberOf(seq)
	const weight = STANDINGS.find((word) => word === standing)
	if (place === undefined || weight === undefined) return []
	const by = objectOf(overtakenBy)
	const bySeq = numberOf(by.seq)
	return [
		{
			seq: place,
			key: textOf(key),
			value: said,
			source: textOf(source) ?? '',
			name: textOf(name) ?? textOf(source) ?? '',
			rank: SourceRank.safeParse(rank).data,
			standing: weight,
			...timesOf(value),
			doubts: listOf(doubts).flatMap((word) => DOUBTS.find((known) => known === word) ?? []),
			by: bySeq === undefined ? undefined : { seq: bySeq, name: textOf(by.name) ?? '', source: textOf(by.source) ?? '' },
			link: textOf(link),
		},
	]
}

function timesOf(value: unknown): Pick<Saying, 'effective' | 'received' | 'claimed'> {
	const { effective, received, claimed } = objectOf(value)
	return { effective: numberOf(effective) ?? 0, received: numberOf(received) ?? 0, claimed: numberOf(claimed) }
}

export function readExplanation(value: unknown): Explanation | undefined {
	const body = objectOf(value)
	const field = textOf(body.field)
	const rule = textOf(body.rule)
	if (field === undefined || rule === undefined) return undefined
	return {
		field,
		rule,
		value: body.value,
		conflict: body.conflict === true,
		values: listOf(body.values).flatMap(sayingOf),
		rest: numberOf(body.rest) ?? 0,
		next: numberOf(body.next),
	}
}

/** `offline`: the hub did not answer; `failed`: it answered that it cannot say. */
export type Why = { readonly state: 'loading' | 'offline' | 'failed' } | { readonly state: 'loaded'; readonly explanation: Explanation }

export type Subject = { readonly operation: OperationId; readonly id: EntityId; readonly field: string; readonly at?: number | undefined }

async function load({ operation, id, field, at }: Subject, before?: number): Promise<Why> {
	const page = before === undefined ? '' : `&before=${before}`
	const reply = await ask(
		entityPath(
			operation,
			id,
			`/explain?field=${encodeURIComponent(field)}${page}${at === undefined ? '' : `&at=${encodeURIComponent(iso(at))}`}`,
		),
	)
	if (reply.state === 'unreachable') return { state: 'offline' }
	const explanation = reply.state === 'ok' ? readExplanation(reply.body) : undefined
	return explanation ? { state: 'loaded', explanation } : { state: 'failed' }
}

/** `of` is the version that was asked about. */
type Asked = { readonly why: Why; readonly of: string }

/**
 * Asks again when the thing changes (`version`); what was answered stays in sight until then, and also when the hub no longer answers.
 */
export function useWhy(subject: Subject, version: string): { readonly why: Why; readonly more: () => void; readonly retry: () => void } {
	const { operation, id, field, at } = subject
	const [{ why }, setWhy] = useState<Asked>({ why: { state: 'loading' }, of: '' })
	const [round, setRound] = useState(0)
	useEffect(() => {
		let stale = false
		const read = async () => {
			const next = await load({ operation, id, field, at })
			const of = `${version} ${round}`
			if (!stale) setWhy((before) => ({ why: next.state !== 'loaded' && before.why.state === 'loaded' ? before.why : next, of }))
		}
		void read()
		return () => {
			stale = true
		}
	}, [operation, id, field, at, version, round])
	const more = async () => {
		if (why.state !== 'loaded' || why.explanation.next === undefined) return
		const next = await load(subject, why.explanation.next)
		if (next.state !== 'loaded') return
		const values = [...why.explanation.values, ...next.explanation.values]
		const { rest, next: following } = next.explanation
		setWhy({ why: { state: 'loaded', explanation: { ...why.explanation, values, rest, next: following } }, of: 'more' })
	}
	return { why, more: () => void more(), retry: () => setRound(round + 1) }
}

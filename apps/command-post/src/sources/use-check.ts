import type { CheckReport } from '@lagebild/model/feeds-protocol.ts'
import { useCallback, useEffect, useState } from 'react'

import type { Refusal } from '../access/call.ts'
import { useRemote } from '../access/use-remote.ts'
import { store } from '../state/store.ts'
import { checkOf, command } from './api.ts'

/** So long the ingest has to answer a check. */
export const PATIENCE_S = 30
const LOOK_MS = 1_000

export type Checking = {
	readonly report: CheckReport | undefined
	/** Since when it is being checked; hub clock. */
	readonly asked: number | undefined
	/** The ingest did not answer in time. */
	readonly late: boolean
	readonly refusal: Refusal | undefined
	readonly ask: () => void
}

type Wish = { readonly at: number; readonly before: number }

/** The newest report of a check, and asking for another one. */
export function useCheck(feed: string, may: boolean): Checking {
	const load = useCallback(() => (may ? checkOf(feed) : Promise.resolve({ ok: true, value: undefined } as const)), [feed, may])
	const { value: report, reload } = useRemote<CheckReport | undefined>(load)
	const [wish, setWish] = useState<Wish>()
	const [late, setLate] = useState(false)
	const [refusal, setRefusal] = useState<Refusal>()
	const newest = report?.command ?? 0
	useEffect(() => {
		if (!wish || newest > wish.before) return undefined
		const timer = setInterval(() => {
			const tooLate = store.getState().now - wish.at > PATIENCE_S * 1_000
			setLate(tooLate)
			if (tooLate) setWish(undefined)
			else void reload()
		}, LOOK_MS)
		return () => clearInterval(timer)
	}, [wish, newest, reload])
	const ask = async () => {
		setLate(false)
		const answer = await command(feed, 'check')
		setRefusal(answer.ok ? undefined : answer.refusal)
		if (answer.ok) setWish({ at: store.getState().now, before: newest })
	}
	return { report, asked: wish && newest <= wish.before ? wish.at : undefined, late, refusal, ask: () => void ask() }
}

import { useCallback, useEffect, useRef, useState } from 'react'

import { isReplay } from '../state/live.ts'
import { usePicture } from '../state/react.ts'
import type { Answer, Refusal } from './call.ts'

/** What was asked of the hub. `refusal` beside `value`: it is from before, and the newest question failed. */
export type Remote<T> = {
	readonly value: T | undefined
	readonly refusal: Refusal | undefined
	readonly reload: () => Promise<void>
}

/** Asks at once, again when `load` is another function, and every `everyMs` while the page is there. A late answer never replaces a newer one. */
export function useRemote<T>(load: () => Promise<Answer<T>>, everyMs?: number): Remote<T> {
	const [told, setTold] = useState<{ readonly value?: T; readonly refusal?: Refusal }>({})
	const asked = useRef(0)
	const reload = useCallback(async () => {
		asked.current += 1
		const mine = asked.current
		const answer = await load()
		if (mine !== asked.current) return
		setTold((before) => (answer.ok ? { value: answer.value } : { ...before, refusal: answer.refusal }))
	}, [load])
	useEffect(() => {
		void reload()
		const timer = everyMs === undefined ? undefined : setInterval(() => void reload(), everyMs)
		return () => {
			asked.current += 1
			clearInterval(timer)
		}
	}, [reload, everyMs])
	return { value: told.value, refusal: told.refusal, reload }
}

/** Something done at the hub, once at a time. `act` says whether it was done; why not is in `refusal`. */
export function useAct<T>(): {
	readonly busy: boolean
	readonly refusal: Refusal | undefined
	readonly act: (work: () => Promise<Answer<T>>) => Promise<{ readonly value: T } | undefined>
	readonly refuse: (refusal: Refusal | undefined) => void
} {
	const [busy, setBusy] = useState(false)
	const [refusal, setRefusal] = useState<Refusal>()
	const locked = usePicture(isReplay)
	const act = async (work: () => Promise<Answer<T>>) => {
		if (busy) return undefined
		setBusy(true)
		const answer = await work()
		setBusy(false)
		setRefusal(answer.ok ? undefined : answer.refusal)
		return answer.ok ? { value: answer.value } : undefined
	}
	return { busy: busy || locked, refusal, act, refuse: setRefusal }
}

import { useState } from 'react'

import type { Refusal } from '../api/operations.ts'
import { isReplay } from '../state/live.ts'
import { usePicture } from '../state/react.ts'

/** Says something to the hub, once at a time; ends when the hub has taken it. */
export function useSaying(onDone: () => void) {
	const [refusal, setRefusal] = useState<Refusal>()
	const [busy, setBusy] = useState(false)
	const locked = usePicture(isReplay)
	const enter = async (speak: () => Promise<Refusal>) => {
		if (busy || locked) return
		setBusy(true)
		const refused = await speak()
		setBusy(false)
		setRefusal(refused)
		if (refused === undefined) onDone()
	}
	return { refusal, busy: busy || locked, enter }
}

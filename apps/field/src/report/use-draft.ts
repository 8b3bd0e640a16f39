import { useCallback, useEffect, useRef, useState } from 'react'

import { OPEN_DRAFT, readDraft, removeDraft, writeDraft } from '../device/drafts.ts'
import { useFacts } from '../state/react.ts'
import { NO_DRAFT } from './draft.ts'
import type { ReportDraft } from './draft.ts'
import type { SetDraft } from './type-step.tsx'

/** The report that is being written. It outlives the page; of a refused one it is what was written then. */
export function useDraft(): {
	readonly draft: ReportDraft
	readonly set: SetDraft
	readonly clear: () => void
} {
	const mending = useFacts((facts) => facts.mending?.event.id)
	const [draft, setDraft] = useState(NO_DRAFT)
	const key = mending ?? OPEN_DRAFT
	const touched = useRef(false)
	const latest = useRef(NO_DRAFT)
	const show = useCallback((next: ReportDraft): void => {
		latest.current = next
		setDraft(next)
	}, [])
	useEffect(() => {
		touched.current = false
		const take = async (): Promise<void> => {
			const kept = await readDraft(key).catch(() => undefined)
			if (!touched.current) show(kept ?? NO_DRAFT)
		}
		void take()
	}, [key, show])
	const set: SetDraft = (change) => {
		touched.current = true
		const next = typeof change === 'function' ? change(latest.current) : change
		show(next)
		void writeDraft(key, next).catch(() => undefined)
	}
	const clear = (): void => {
		touched.current = true
		show(NO_DRAFT)
		if (key === OPEN_DRAFT) void removeDraft(key).catch(() => undefined)
	}
	return { draft, set, clear }
}

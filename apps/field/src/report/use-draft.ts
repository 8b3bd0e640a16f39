import { useEffect, useRef, useState } from 'react'

import { OPEN_DRAFT, readDraft, removeDraft, writeDraft } from '../device/drafts.ts'
import { useFacts } from '../state/react.ts'
import { NO_DRAFT } from './draft.ts'
import type { ReportDraft } from './draft.ts'

/** The report that is being written. It outlives the page; of a refused one it is what was written then. */
export function useDraft(): {
	readonly draft: ReportDraft
	readonly set: (draft: ReportDraft) => void
	readonly clear: () => void
} {
	const mending = useFacts((facts) => facts.mending?.event.id)
	const [draft, setDraft] = useState(NO_DRAFT)
	const key = mending ?? OPEN_DRAFT
	const touched = useRef(false)
	useEffect(() => {
		touched.current = false
		const take = async (): Promise<void> => {
			const kept = await readDraft(key).catch(() => undefined)
			if (!touched.current) setDraft(kept ?? NO_DRAFT)
		}
		void take()
	}, [key])
	const set = (next: ReportDraft): void => {
		touched.current = true
		setDraft(next)
		void writeDraft(key, next).catch(() => undefined)
	}
	const clear = (): void => {
		touched.current = true
		setDraft(NO_DRAFT)
		if (key === OPEN_DRAFT) void removeDraft(key).catch(() => undefined)
	}
	return { draft, set, clear }
}

import { instant } from '@lagebild/model/time.ts'
import { useEffect, useRef, useState } from 'react'

import { store } from '../state/store.ts'
import type { Draft } from './draft.ts'
import { createRunner } from './preview-runner.ts'
import type { Outcome, Runner } from './preview-runner.ts'

/** Typing is not followed letter by letter. */
const PAUSE_MS = 250

export type PreviewState = {
	readonly outcome: Outcome | undefined
	/** An answer to what stands there now is on its way. */
	readonly busy: boolean
}

/** The worker comes when it is needed first: nobody else loads what reads mappings. */
async function startRunner(): Promise<Runner> {
	const { default: PreviewWorker } = await import('@lagebild/feeds/mapping/preview-worker.ts?worker')
	return createRunner(() => new PreviewWorker())
}

/** What the draft's mapping makes of its sample, tried anew after every change. */
export function usePreview(draft: Draft): PreviewState {
	const [told, setTold] = useState<{ readonly outcome: Outcome; readonly of: Draft }>()
	const runner = useRef<Promise<Runner>>(undefined)
	const empty = draft.definition.trim() === '' || draft.sample.text.trim() === ''
	useEffect(
		() => () => {
			void runner.current?.then(({ end }) => end())
			runner.current = undefined
		},
		[],
	)
	useEffect(() => {
		if (empty) return undefined
		let alive = true
		const run = async () => {
			runner.current ??= startRunner()
			const { feed, sample, definition } = draft
			const bytes = sample.bytes ?? new TextEncoder().encode(sample.text)
			const received = instant(Math.round(store.getState().now))
			const outcome = await (
				await runner.current
			).run({ mapping: definition, bytes, sample: sample.kind, feed: feed || 'quelle', received })
			if (alive && outcome) setTold({ outcome, of: draft })
		}
		const timer = setTimeout(() => void run(), PAUSE_MS)
		return () => {
			alive = false
			clearTimeout(timer)
		}
	}, [draft, empty])
	return empty ? { outcome: undefined, busy: false } : { outcome: told?.outcome, busy: told?.of !== draft }
}

import type { Sketch } from '@lagebild/map/edit/sketch.ts'

/** What is drawn, and the steps that led to it. */
export type SketchHistory = { readonly past: readonly Sketch[]; readonly now: Sketch; readonly future: readonly Sketch[] }

/** Steps that can be taken back. */
const MOST_STEPS = 100

export function beginSketch(now: Sketch): SketchHistory {
	return { past: [], now, future: [] }
}

export function drawn({ past, now }: SketchHistory, next: Sketch): SketchHistory {
	return { past: [...past, now].slice(-MOST_STEPS), now: next, future: [] }
}

export function undone(history: SketchHistory): SketchHistory {
	const last = history.past.at(-1)
	return last ? { past: history.past.slice(0, -1), now: last, future: [history.now, ...history.future] } : history
}

export function redone(history: SketchHistory): SketchHistory {
	const [next, ...future] = history.future
	return next ? { past: [...history.past, history.now], now: next, future } : history
}

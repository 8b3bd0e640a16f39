import { createStore } from 'zustand/vanilla'

/** What was just done, at the edge of the screen, for as long as it can be undone. `undo`: the action that takes it back. */
export type Notice = {
	readonly id: number
	readonly text: string
	readonly actions: readonly { readonly label: string; readonly run: () => void; readonly undo?: boolean }[]
}

const SHOWN_MS = 10_000
const MOST = 3

let last = 0

export const notices = createStore<{ readonly shown: readonly Notice[] }>(() => ({ shown: [] }))

export function notify(text: string, actions: Notice['actions'] = []): void {
	last += 1
	const notice = { id: last, text, actions }
	notices.setState(({ shown }) => ({ shown: [...shown, notice].slice(-MOST) }))
	setTimeout(() => dropNotice(notice.id), SHOWN_MS)
}

export function dropNotice(id: number): void {
	notices.setState(({ shown }) => ({ shown: shown.filter((notice) => notice.id !== id) }))
}

/** Takes the newest back that can be. False: there is nothing to undo. */
export function undoNewest(): boolean {
	const newest = notices.getState().shown.findLast(({ actions }) => actions.some(({ undo }) => undo))
	if (!newest) return false
	dropNotice(newest.id)
	newest.actions.find(({ undo }) => undo)?.run()
	return true
}

import { alarmsNow } from '../select/alarms.ts'
import type { AlarmView } from '../select/alarms.ts'
import { openList, setView, showOnMap } from '../state/actions.ts'
import { store } from '../state/store.ts'

/** Opens what an alarm is about, or the alarm itself, on the map. */
export function showAlarm({ id, about }: AlarmView): void {
	const { things } = store.getState().content
	const target = about !== undefined && things.has(about) ? about : id
	showOnMap(target)
	setView({ ring: { id: target, at: Date.now(), look: true } })
}

/** The severest that nobody has acknowledged, and at the next press the one after it. */
export function nextAlarm(): void {
	const facts = store.getState()
	const open = alarmsNow(facts).standing.filter(({ acknowledged }) => !acknowledged)
	const { selected } = facts.route
	const here = open.findIndex(({ id, about }) => selected !== undefined && (about === selected || id === selected))
	const next = open[(here + 1) % Math.max(1, open.length)]
	if (next) showAlarm(next)
	else openList('alarms')
}

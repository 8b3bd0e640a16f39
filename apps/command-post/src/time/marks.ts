import { levelOf } from '@lagebild/model/gauge.ts'
import type { EntityId } from '@lagebild/model/ids.ts'
import type { Severity } from '@lagebild/model/kinds/words.ts'

import type { Points } from '../gauges/series.ts'
import type { Alarms } from '../select/alarms.ts'
import { declaredStage } from '../select/declared-stage.ts'
import { isWaterLevel } from '../select/gauges.ts'
import type { SensorRow } from '../select/gauges.ts'
import { titleOf } from '../select/names.ts'
import type { Content } from '../state/facts.ts'

/** Something on the axis of time that people go back to. */
export type Mark = { readonly id: string; readonly at: number; readonly about: EntityId } & (
	| { readonly type: 'alarm'; readonly severity: Severity; readonly title: string }
	| { readonly type: 'stage'; readonly stage: number | null; readonly name: string }
	| { readonly type: 'peak'; readonly level: number; readonly name: string }
)

export type Span = { readonly from: number; readonly to: number }

function alarmMarks({ standing, over }: Alarms): readonly Mark[] {
	return [...standing, ...over].map(({ id, key, since, severity, title }) => ({
		id: key,
		at: since,
		about: id,
		type: 'alarm',
		severity,
		title,
	}))
}

function stageMarks(content: Content): readonly Mark[] {
	return [...content.things.values()].filter(isWaterLevel).flatMap(({ row }): readonly Mark[] => {
		const declared = declaredStage(row)
		return declared
			? [{ id: `stage ${row.id}`, at: declared.at, about: row.id, type: 'stage', stage: declared.stage, name: titleOf(row) }]
			: []
	})
}

/** The highest water that was measured, where it is neither the first nor the last that is known: those are no peaks. */
export function peakMark(row: SensorRow, { at, value }: Points): Mark | undefined {
	const top = value.indexOf(Math.max(...value.flatMap((one) => one ?? [])))
	const [time, highest] = [at[top], value[top] ?? undefined]
	if (time === undefined || highest === undefined || top === 0 || top === at.length - 1) return undefined
	const level = levelOf(row.fields, highest, time)
	return level === undefined ? undefined : { id: `peak ${row.id}`, at: time, about: row.id, type: 'peak', level, name: titleOf(row) }
}

/** Alarms, which name conflicts at gates too, and stages, in the order of time. */
export function marksOf(content: Content, alarms: Alarms, { from, to }: Span): readonly Mark[] {
	return [...alarmMarks(alarms), ...stageMarks(content)].filter(({ at }) => at >= from && at <= to).toSorted((a, b) => a.at - b.at)
}

/** The next one in a direction; one that is nearer than a second is where one is. */
export function markBeside(marks: readonly Mark[], at: number, direction: -1 | 1): Mark | undefined {
	const beyond = (mark: Mark) => (direction === 1 ? mark.at > at + 1_000 : mark.at < at - 1_000)
	return direction === 1 ? marks.find(beyond) : marks.findLast(beyond)
}

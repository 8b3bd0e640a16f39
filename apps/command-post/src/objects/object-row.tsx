import type { EntityId } from '@lagebild/model/ids.ts'
import { useFormats } from '@lagebild/ui/formats-context.tsx'
import { GateGlyph } from '@lagebild/ui/gate-glyph.tsx'
import { SeverityMark } from '@lagebild/ui/severity-mark.tsx'
import { memo } from 'react'

import { RestrictedMark } from '../access/restricted-mark.tsx'
import { LayerIcon } from '../frame/layer-icon.tsx'
import { gateView, isGate } from '../select/gates.ts'
import { layerOf } from '../select/layer.ts'
import { newestAt, oldSince, standOf } from '../select/life.ts'
import { titleOf } from '../select/names.ts'
import { severityOf } from '../select/severity.ts'
import { select } from '../state/actions.ts'
import type { Thing } from '../state/facts.ts'
import { useNow } from '../state/react.ts'
import { DoubtMark } from './doubt-mark.tsx'
import { StandingMark, useStandingWords } from './standing-mark.tsx'
import { useSupportLine } from './support-line.ts'
import { UnitStatus } from './unit-status.tsx'

import styles from './objects.module.css'

/** Rows lie absolutely in a scrolled space, which the elements of a table cannot. */
const GRID_ROW = { role: 'row' } as const
const GRID_CELL = { role: 'gridcell' } as const

/** For the pointer; the keys of the grid open the active row. */
function opens(id: EntityId): { readonly onClick: () => void } {
	return { onClick: () => select(id) }
}

type Props = { readonly thing: Thing; readonly index: number; readonly top: number; readonly active: boolean; readonly selected: boolean }

export const ObjectRow = memo(function ObjectRow({ thing, index, top, active, selected }: Props) {
	const formats = useFormats()
	const now = useNow(10_000)
	const support = useSupportLine(thing)
	const old = oldSince(thing, now)
	const { state } = standOf(thing, now)
	const standing = useStandingWords(thing, now)
	return (
		<div
			id={`object-${thing.row.id}`}
			{...GRID_ROW}
			tabIndex={-1}
			className={styles.row}
			style={{ top }}
			data-standing={state}
			aria-rowindex={index + 1}
			aria-selected={selected}
			data-active={active}
			{...opens(thing.row.id)}
		>
			<span className={styles.mark} role="presentation">
				{state === 'live' ? <Mark thing={thing} /> : <StandingMark state={state} />}
			</span>
			<span {...GRID_CELL} className={styles.texts}>
				<bdi className={styles.name}>{titleOf(thing.row, formats.language)}</bdi>
				<span className={styles.support}>
					<RestrictedMark label={thing.row.label} />
					<DoubtMark thing={thing} />
					{standing !== undefined && <span className={styles.standing}>{standing}</span>}
					{standing !== undefined && support !== '' && ', '}
					{support}
				</span>
			</span>
			<span {...GRID_CELL} className={styles.end} data-old={old !== undefined}>
				{formats.age(old ?? newestAt(thing), now)}
				{thing.row.kind === 'unit' && <UnitStatus fields={thing.row.fields} />}
			</span>
		</div>
	)
})

/** Severity before kind: the mark that matters most stands first. */
export function Mark({ thing, size = 20 }: { readonly thing: Thing; readonly size?: number }) {
	const severity = severityOf(thing.row)
	if (severity !== undefined) return <SeverityMark level={severity} size={size} />
	if (isGate(thing)) {
		const gate = gateView(thing.row)
		return <GateGlyph state={gate.differ ? 'conflict' : gate.reckoned} size={16} />
	}
	return <LayerIcon layer={layerOf(thing) ?? 'other'} />
}

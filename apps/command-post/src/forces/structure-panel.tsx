import type { EntityId } from '@lagebild/model/ids.ts'
import type { Organisation } from '@lagebild/model/kinds/words.ts'
import type { ForceSum, SectionSum } from '@lagebild/picture/figures-forces.ts'
import { StrengthFigure } from '@lagebild/ui/strength-figure.tsx'
import { useState } from 'react'
import type { DragEvent, ReactNode } from 'react'
import { useTranslations } from 'use-intl'

import { LayerIcon } from '../frame/layer-icon.tsx'
import { figuresNow } from '../select/now.ts'
import { ORGANISATIONS } from '../select/organisations.ts'
import { setView } from '../state/actions.ts'
import { usePicture } from '../state/react.ts'
import { useAssign } from './assigning.ts'
import { bearsUnits, unitsIn } from './drag.ts'
import { keyOf, WITHOUT_SECTION } from './units.ts'
import type { UnitFilter } from './units.ts'

import styles from './forces.module.css'

type Props = { readonly filter: UnitFilter; readonly onChange: (next: Partial<UnitFilter>) => void }

/** Sections with the sums of all below them, and organisations; each narrows the table. */
export function StructurePanel({ filter, onChange }: Props) {
	const t = useTranslations('forces')
	const { forces } = usePicture((facts) => figuresNow(facts).sums)
	const choose = (section: string | undefined) => onChange({ section: section === filter.section ? undefined : section })
	const chosen = (section: string | undefined) => section === filter.section
	return (
		<>
			<section aria-label={t('structure')}>
				<h2 className={styles.listHead}>{t('structure')}</h2>
				<ul>
					<Line name={t('whole')} sum={forces.all} chosen={chosen(undefined)} onPress={() => choose(undefined)} />
					{inOrder(forces.sections).map(({ section, depth }) => (
						<Line
							key={keyOf(section)}
							name={section.name}
							sum={section.all}
							depth={depth}
							section={section.id === undefined ? undefined : { id: section.id, name: section.name }}
							chosen={chosen(keyOf(section))}
							onPress={() => choose(keyOf(section))}
						>
							{section.own.units !== section.all.units && t('ownLine', { units: section.own.units })}
						</Line>
					))}
					{forces.withoutSection.units > 0 && (
						<Line
							name={t('without')}
							sum={forces.withoutSection}
							chosen={chosen(WITHOUT_SECTION)}
							onPress={() => choose(WITHOUT_SECTION)}
						/>
					)}
				</ul>
			</section>
			<Organisations filter={filter} onChange={onChange} />
		</>
	)
}

/** Each section under the one that it is a part of. */
function inOrder(sections: readonly SectionSum[]): readonly { readonly section: SectionSum; readonly depth: number }[] {
	const below = Map.groupBy(sections, ({ above }) => above)
	const known = new Set(sections.map(({ id }) => id))
	const under = (section: SectionSum, depth: number): { readonly section: SectionSum; readonly depth: number }[] => [
		{ section, depth },
		...(section.id === undefined ? [] : (below.get(section.id) ?? [])).flatMap((one) => (depth < 8 ? under(one, depth + 1) : [])),
	]
	const tops = sections.filter(({ above }) => above === undefined || !known.has(above))
	const placed = tops.flatMap((top) => under(top, 0))
	const seen = new Set(placed.map(({ section }) => section))
	return [...placed, ...sections.filter((section) => !seen.has(section)).map((section) => ({ section, depth: 0 }))]
}

type LineProps = {
	readonly name: ReactNode
	readonly sum: ForceSum
	readonly depth?: number
	/** Units can be dropped on it. */
	readonly section?: { readonly id: EntityId; readonly name: string } | undefined
	readonly chosen: boolean
	readonly onPress: () => void
	readonly children?: ReactNode
}

function Line({ name, sum, depth = 0, section, chosen, onPress, children }: LineProps) {
	const t = useTranslations('forces')
	const drop = useDrop(section)
	return (
		<li {...drop}>
			<button type="button" className={styles.line} aria-pressed={chosen} data-depth={Math.min(depth, 3)} onClick={onPress}>
				<bdi className={styles.name}>{name}</bdi>
				<StrengthFigure strength={sum.strength} />
				<span className={styles.sub}>
					{t('line', { units: sum.units, bound: sum.status.bound, free: sum.status.free })}
					{children ? <>, {children}</> : null}
				</span>
			</button>
		</li>
	)
}

/** What makes a line take the units that are dropped on it. */
function useDrop(section: LineProps['section']) {
	const [over, setOver] = useState(false)
	const assign = useAssign()
	if (!section) return {}
	return {
		className: styles.drop,
		'data-over': over,
		onDragOver: (event: DragEvent) => {
			if (!bearsUnits(event)) return
			event.preventDefault()
			setOver(true)
		},
		onDragLeave: () => setOver(false),
		onDrop: (event: DragEvent) => {
			event.preventDefault()
			setOver(false)
			setView({ marked: undefined })
			void assign(unitsIn(event), section.id, section.name)
		},
	}
}

function isOrganisation(name: string): name is Organisation {
	return ORGANISATIONS.some((one) => one === name)
}

function Organisations({ filter, onChange }: Props) {
	const t = useTranslations('forces')
	const words = useTranslations('words.organisation')
	const { organisations } = usePicture((facts) => figuresNow(facts).sums.forces)
	const press = (organisation: string) => onChange({ organisation: organisation === filter.organisation ? undefined : organisation })
	return (
		<section aria-label={t('organisations')}>
			<h2 className={styles.listHead}>{t('organisations')}</h2>
			<ul>
				{organisations.map(({ organisation, sum, names }) => (
					<li key={organisation}>
						<ul>
							<Line
								name={
									<span className={styles.organisation}>
										<LayerIcon layer={`force-${isOrganisation(organisation) ? organisation : 'zivil'}`} />
										{isOrganisation(organisation) ? words(organisation) : t('unknownOrganisation')}
									</span>
								}
								sum={sum}
								chosen={filter.organisation === organisation}
								onPress={() => press(organisation)}
							/>
							{names.map((one) => (
								<Line
									key={one.name}
									name={one.name}
									sum={one.sum}
									depth={1}
									chosen={filter.organisation === one.name}
									onPress={() => press(one.name)}
								/>
							))}
						</ul>
					</li>
				))}
			</ul>
		</section>
	)
}

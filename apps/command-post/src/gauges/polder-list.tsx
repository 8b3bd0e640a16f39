import { GateGlyph } from '@lagebild/ui/gate-glyph.tsx'
import type { GateMark } from '@lagebild/ui/gate-glyph.tsx'
import { useTranslations } from 'use-intl'

import { countGates } from '../select/gates.ts'
import type { GateView } from '../select/gates.ts'
import { figuresNow } from '../select/now.ts'
import { usePicture } from '../state/react.ts'

import styles from './gauges.module.css'

const WORST_FIRST = ['conflict', 'open', 'fault', 'unknown', 'closing'] as const

export type Polder = { readonly name: string; readonly closed: number; readonly total: number; readonly worst: GateMark }

/** Polders, the one with the worst gate first; gates without a polder are not listed. */
export function poldersOf(gates: readonly GateView[]): readonly Polder[] {
	const byName = Map.groupBy(gates, ({ row }) => row.fields.polder ?? '')
	byName.delete('')
	const polders = [...byName].map(([name, own]) => {
		const counts = countGates(own)
		return {
			name,
			closed: counts.closed,
			total: counts.total,
			worst: WORST_FIRST.find((state) => counts[state] > 0) ?? ('closed' as const),
		}
	})
	return polders.toSorted((a, b) => rankOf(a.worst) - rankOf(b.worst) || a.name.localeCompare(b.name, 'de'))
}

function rankOf(worst: GateMark): number {
	return worst === 'closed' ? WORST_FIRST.length : WORST_FIRST.indexOf(worst)
}

type Props = { readonly chosen: string | undefined; readonly onChange: (polder: string | undefined) => void }

export function PolderList({ chosen, onChange }: Props) {
	const t = useTranslations()
	const polders = usePicture((facts) => figuresNow(facts).gates)
	const list = poldersOf(polders)
	if (list.length === 0) return null
	return (
		<section aria-label={t('gates.polders')}>
			<h2 className={styles.listHead}>
				{t('gates.polders')} <span>{t('gates.closedOf')}</span>
			</h2>
			<ul>
				{list.map(({ name, closed, total, worst }) => (
					<li key={name}>
						<button
							type="button"
							className={styles.polder}
							aria-pressed={name === chosen}
							onClick={() => onChange(name === chosen ? undefined : name)}
						>
							<GateGlyph state={worst} size={16} />
							<bdi className={styles.gaugeName}>{name}</bdi>
							<span className={styles.figure}>
								{closed}/{total}
							</span>
						</button>
					</li>
				))}
			</ul>
		</section>
	)
}

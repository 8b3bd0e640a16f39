import type { ForceSum } from '@lagebild/picture/figures-forces.ts'
import { useFormats } from '@lagebild/ui/formats-context.tsx'
import { GateGlyph } from '@lagebild/ui/gate-glyph.tsx'
import { HiddenText } from '@lagebild/ui/hidden-text.tsx'
import { KeyFigure } from '@lagebild/ui/key-figure.tsx'
import { SeverityMark } from '@lagebild/ui/severity-mark.tsx'
import { StrengthFigure } from '@lagebild/ui/strength-figure.tsx'
import { Clock } from 'lucide-react'
import { useTranslations } from 'use-intl'

import type { HazardFigure } from '../select/figures.ts'
import type { GateCounts } from '../select/gates.ts'
import type { LayerId } from '../select/layer.ts'
import { ordersNow, unknownsNow } from '../select/now.ts'
import type { Unknown } from '../select/unknowns.ts'
import { goTo, openList, showOnly } from '../state/actions.ts'
import { useNow, usePicture } from '../state/react.ts'

import styles from './frame.module.css'

const GATE_STATES = ['conflict', 'open', 'fault', 'closing', 'unknown'] as const

export function GatesFigure({ counts }: { readonly counts: GateCounts }) {
	const t = useTranslations()
	if (counts.total === 0) return <KeyFigure label={t('figures.gates')} figure="–" line={t('figures.noGates')} />
	return (
		<KeyFigure
			label={t('figures.gates')}
			figure={counts.closed}
			unit={t('figures.closedOf', { total: counts.total })}
			line={GATE_STATES.filter((state) => counts[state] > 0).map((state) => (
				<span key={state} className={styles.marks}>
					<GateGlyph state={state} size={14} />
					<HiddenText>{t(`words.gate.${state}`)}</HiddenText>
					{counts[state]}
				</span>
			))}
			onPress={() => goTo('pegel')}
		/>
	)
}

export function ForcesFigure({ forces }: { readonly forces: ForceSum }) {
	const t = useTranslations('figures')
	if (forces.units === 0) return <KeyFigure label={t('forces', { units: 0 })} figure="–" line={t('noForces')} />
	return (
		<KeyFigure
			label={t('forces', { units: forces.units })}
			compact
			figure={<StrengthFigure strength={forces.strength} />}
			line={
				<span className={styles.manyWords}>
					{t('forcesLine', { bound: forces.status.bound, free: forces.status.free })}
					{forces.status.out > 0 && <span className={styles.wideOnly}>, {t('forcesOut', { count: forces.status.out })}</span>}
					{forces.status.unknown > 0 && `, ${t('fmsUnknown', { count: forces.status.unknown })}`}
				</span>
			}
			onPress={() => goTo('kraefte')}
		/>
	)
}

/** What is late goes first, then what was refused, then what nobody has answered. */
export function OrdersFigure() {
	const t = useTranslations('figures.orders')
	const { open, overdue, refused, unanswered, conflicts } = usePicture(ordersNow)
	const parts = [
		refused > 0 && t('refused', { count: refused }),
		conflicts > 0 && t('conflicts', { count: conflicts }),
		unanswered > 0 && t('unanswered', { count: unanswered }),
	].filter((part) => part !== false)
	const quiet = t(open === 0 ? 'none' : 'allAnswered')
	return (
		<KeyFigure
			label={t('label')}
			figure={open}
			unit={t('open')}
			line={
				<span className={styles.manyWords}>
					{overdue > 0 && (
						<strong className={styles.overdue}>
							<Clock size={14} aria-hidden />
							{t('overdue', { count: overdue })}
							{parts.length > 0 && ', '}
						</strong>
					)}
					{parts.length > 0 ? parts.join(', ') : overdue === 0 && quiet}
				</span>
			}
			onPress={() => goTo('auftraege')}
		/>
	)
}

const SEVERITIES = ['Extreme', 'Severe', 'Moderate', 'Minor', 'Unknown'] as const

type HazardProps = {
	readonly label: string
	readonly unit: string
	readonly none: string
	readonly figure: HazardFigure
	readonly layer: LayerId
	/** Nobody could have told us: nothing is then not zero. */
	readonly unknown?: boolean
}

export function HazardsFigure({ label, unit, none, figure, layer, unknown = false }: HazardProps) {
	const formats = useFormats()
	const now = useNow(10_000)
	const marks = SEVERITIES.flatMap((severity) => {
		const count = figure.bySeverity.get(severity) ?? 0
		return count > 0 ? [{ severity, count }] : []
	})
	if (figure.open === 0) return <KeyFigure label={label} figure={unknown ? '–' : 0} line={none} />
	return (
		<KeyFigure
			label={label}
			stand={figure.newest === undefined ? undefined : formats.age(figure.newest, now)}
			figure={figure.open}
			unit={unit}
			line={marks.map(({ severity, count }) => (
				<span key={severity} className={styles.marks}>
					<SeverityMark level={severity} size={16} />
					{count}
				</span>
			))}
			onPress={() => (layer === 'warnings' ? openList('warnings') : showOnly([layer]))}
		/>
	)
}

const SHORT = {
	gates: ['gate-conflict', 'gate-unknown'],
	gauges: ['gauge-silent'],
	sources: ['source'],
	positions: ['position'],
	strengths: ['strength'],
	doubts: ['doubt'],
	sames: ['same'],
} as const satisfies Readonly<Record<string, readonly Unknown['type'][]>>
const SHORT_KEYS = ['gates', 'gauges', 'doubts', 'sources', 'positions', 'strengths', 'sames'] as const

/** A line that speaks about several counts for all of them. */
function weightOf({ id, type, figure }: Unknown): number {
	return id === undefined && type !== 'source' ? (figure ?? 1) : 1
}

function countOf(unknowns: readonly Unknown[], types: readonly Unknown['type'][]): number {
	return unknowns.filter(({ type }) => types.includes(type)).reduce((sum, unknown) => sum + weightOf(unknown), 0)
}

export function UnknownFigure() {
	const t = useTranslations('figures')
	const short = useTranslations('unknown.short')
	const unknowns = usePicture(unknownsNow)
	const on = usePicture(({ view, route }) => view.rightTab === 'unknown' && route.selected === undefined)
	const parts = SHORT_KEYS.flatMap((key) => {
		const count = countOf(unknowns, SHORT[key])
		return count > 0 ? [short(key, { count })] : []
	})
	return (
		<KeyFigure
			label={t('unknown')}
			stand={<span className={styles.keyHint}>U</span>}
			figure={unknowns.length}
			unit={t('openPoints', { count: unknowns.length })}
			line={unknowns.length === 0 ? t('nothingUnknown') : parts.join(', ')}
			on={on}
			onPress={() => openList('unknown')}
		/>
	)
}

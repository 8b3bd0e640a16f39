import type { GateState } from '@lagebild/model/kinds/facility.ts'
import { RadioTower, UserRound } from 'lucide-react'
import { useTranslations } from 'use-intl'

import { classes } from './classes.ts'
import { ConflictTile, GateGlyph } from './gate-glyph.tsx'
import { HiddenText } from './hidden-text.tsx'

import styles from './claims-badge.module.css'

/** What one side says; undefined: it has said nothing. */
export type GateSide = { readonly state: GateState; readonly stand: string; readonly who: string; readonly old: boolean } | undefined

type Props = { readonly sensor: GateSide; readonly person: GateSide; readonly differ: boolean }

/** Sensor and person side by side. A side without a report says so and is never taken for closed. */
export function ClaimsBadge({ sensor, person, differ }: Props) {
	const t = useTranslations('words.gateSides')
	return (
		<div className={styles.badge}>
			<Side kind="sensor" label={t('sensor')} side={sensor} />
			<Side kind="person" label={t('person')} side={person} />
			{differ && (
				<span className={styles.tile}>
					<ConflictTile size={20} />
					<HiddenText>{t('differ')}</HiddenText>
				</span>
			)}
		</div>
	)
}

function Side({ kind, label, side }: { readonly kind: 'sensor' | 'person'; readonly label: string; readonly side: GateSide }) {
	const t = useTranslations('words')
	const Icon = kind === 'sensor' ? RadioTower : UserRound
	return (
		<div className={styles.side}>
			<p className={styles.who}>
				<Icon size={14} aria-hidden />
				{label}
			</p>
			<p className={classes(styles.what, side === undefined && styles.none)}>
				<GateGlyph state={side?.state ?? 'unknown'} size={16} />
				{side ? t(`gate.${side.state}`) : t('gateSides.none')}
			</p>
			{side && (
				<p className={styles.when} data-old={side.old}>
					{side.stand}
					<br />
					<bdi>{side.who}</bdi>
				</p>
			)}
		</div>
	)
}

import type {
	Evacuation as EvacuationFigure,
	EvacuationArea,
	Shelter,
	Shelters as ShelterFigure,
} from '@lagebild/picture/figures-places.ts'
import { useFormats } from '@lagebild/ui/formats-context.tsx'
import { useTranslations } from 'use-intl'

import { select } from '../state/actions.ts'
import { useNow } from '../state/react.ts'
import { AsOfLine } from './as-of.tsx'

import styles from './forces.module.css'

function namesOf(named: readonly { readonly name: string }[]): string {
	return named.map(({ name }) => name).join(', ')
}

export function Evacuation({ evacuation }: { readonly evacuation: EvacuationFigure }) {
	const t = useTranslations('people')
	const formats = useFormats()
	const { areas, population, evacuated, open, unknown, asOf } = evacuation
	const figures = { open: formats.figure(open), population: formats.figure(population), evacuated: formats.figure(evacuated) }
	return (
		<section className={styles.block}>
			<h2>{t('evacuation')}</h2>
			{areas.length === 0 ? (
				<p className={styles.muted}>{t('noEvacuation')}</p>
			) : (
				<p className={styles.sum}>
					<strong>{t('evacuationLine', figures)}</strong>
					{unknown.length > 0 && <span>{t('unknownOpen', { count: unknown.length, names: namesOf(unknown) })}</span>}
					<AsOfLine asOf={asOf} />
				</p>
			)}
			<ul>
				{areas.map((area) => (
					<Area key={area.id} area={area} />
				))}
			</ul>
		</section>
	)
}

function Area({ area }: { readonly area: EvacuationArea }) {
	const t = useTranslations('people')
	const formats = useFormats()
	const now = useNow(60_000)
	const parts = [
		area.state && t(`states.${area.state}`),
		area.refused !== undefined && t('refused', { count: area.refused }),
		area.transportNeeded !== undefined && t('transport', { count: area.transportNeeded }),
		area.within !== undefined && t('within'),
		formats.stand(area.at, now),
	].filter(Boolean)
	return (
		<li>
			<button type="button" className={styles.report} onClick={() => select(area.id)}>
				<bdi>{area.name}</bdi>
				<span>{area.open === undefined ? t('openUnknown') : t('openOf', { count: formats.figure(area.open) })}</span>
				<span className={styles.muted}>{parts.join(', ')}</span>
			</button>
		</li>
	)
}

export function Shelters({ shelters: figure }: { readonly shelters: ShelterFigure }) {
	const t = useTranslations('people')
	const formats = useFormats()
	const { shelters, free, occupied, capacity, full, closed, unknownOccupancy, asOf } = figure
	const parts = [
		full > 0 && t('full', { count: full }),
		closed > 0 && t('closed', { count: closed }),
		unknownOccupancy.length > 0 && t('unknownOccupancy', { names: namesOf(unknownOccupancy) }),
	].filter((part) => part !== false)
	return (
		<section className={styles.block}>
			<h2>{t('shelters')}</h2>
			{shelters.length === 0 ? (
				<p className={styles.muted}>{t('noShelters')}</p>
			) : (
				<p className={styles.sum}>
					<strong>
						{t('shelterLine', { free: formats.figure(free), occupied: formats.figure(occupied), capacity: formats.figure(capacity) })}
					</strong>
					{parts.length > 0 && <span>{parts.join(', ')}</span>}
					<AsOfLine asOf={asOf} />
				</p>
			)}
			<ul>
				{shelters.map((shelter) => (
					<ShelterLine key={shelter.id} shelter={shelter} />
				))}
			</ul>
		</section>
	)
}

function ShelterLine({ shelter: { id, name, state, free, capacity, occupied, at, stale } }: { readonly shelter: Shelter }) {
	const t = useTranslations('people')
	const formats = useFormats()
	const now = useNow(60_000)
	const taken =
		capacity !== undefined &&
		occupied !== undefined &&
		t('occupiedOf', { occupied: formats.figure(occupied), capacity: formats.figure(capacity) })
	return (
		<li>
			<button type="button" className={styles.report} data-state={state} onClick={() => select(id)}>
				<bdi>{name}</bdi>
				<span>{state === 'free' ? t('freeOf', { free: formats.figure(free ?? 0) }) : t(`shelterStates.${state}`)}</span>
				<span className={styles.muted}>{[taken, formats.stand(at, now), stale && t('stale')].filter(Boolean).join(', ')}</span>
			</button>
		</li>
	)
}

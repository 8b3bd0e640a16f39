import type { EntityId } from '@lagebild/model/ids.ts'
import type { MeasuredRow, RowOf } from '@lagebild/model/row.ts'
import { readIso } from '@lagebild/model/time.ts'
import { formatUtmref } from '@lagebild/model/utmref.ts'
import { useFormats } from '@lagebild/ui/formats-context.tsx'
import { Notice } from '@lagebild/ui/notice.tsx'
import { StrengthFigure } from '@lagebild/ui/strength-figure.tsx'
import { useTranslations } from 'use-intl'

import { useFacts } from '../state/react.ts'
import { FactsList } from './facts-list.tsx'
import type { Line } from './facts-list.tsx'
import { StatusValue } from './status-value.tsx'
import { strengthOf } from './strength.ts'
import { saidAt } from './unit-picture.ts'

import styles from './picture.module.css'

/** What the picture says about the unit of this device. */
export function UnitPanel({ unit: id }: { readonly unit: EntityId }) {
	const t = useTranslations('unit')
	const { unit, position, section } = useFacts(({ picture }) => picture)
	return (
		<section className={styles.panel} aria-label={t('title')}>
			<h2>{t('title')}</h2>
			{unit ? <UnitFacts unit={unit} position={position} section={section} /> : <Missing id={id} />}
		</section>
	)
}

/** Until a picture is there, nobody can say that the unit is not in it. */
function Missing({ id }: { readonly id: EntityId }) {
	const t = useTranslations('unit')
	const known = useFacts(({ link }) => link.asOf !== undefined)
	return known ? <Notice title={t('unknown')}>{t('unknownWhy', { id })}</Notice> : <Notice title={t('waiting')} />
}

type Props = { readonly unit: RowOf<'unit'>; readonly position: MeasuredRow | undefined; readonly section: string | undefined }

function UnitFacts({ unit, position, section }: Props) {
	const t = useTranslations('unit')
	const hand = useTranslations('handOver')
	const { age, time } = useFormats()
	const now = useFacts((facts) => facts.now)
	const strength = strengthOf(unit)
	const { fms } = unit.fields
	const lines: readonly Line[] = [
		!fms
			? { name: t('status'), value: t('noStatus'), missing: true }
			: { name: t('status'), value: <StatusValue unit={unit} />, age: age(saidAt(unit, 'fms'), now) },
		strength
			? { name: t('strength'), value: <StrengthFigure strength={strength} />, age: age(saidAt(unit, 'strength'), now) }
			: { name: t('strength'), value: t('noStrength'), missing: true },
		section === undefined ? { name: t('section'), value: t('noSection'), missing: true } : { name: t('section'), value: section },
		...leaderLine(hand, unit, (at) => time(at, now)),
		placeLine(t, { unit, position }, (at) => age(at, now)),
	]
	return <FactsList lines={lines} />
}

/** Who leads, and since when this crew is there. */
function leaderLine(t: ReturnType<typeof useTranslations<'handOver'>>, unit: RowOf<'unit'>, time: (at: number) => string): readonly Line[] {
	const { leader, since } = unit.fields
	if (!leader) return []
	const at = since ? readIso(since) : undefined
	return [{ name: t('leader'), value: leader, age: at === undefined ? undefined : t('since', { time: time(at) }) }]
}

type Text = ReturnType<typeof useTranslations<'unit'>>

/** Measured, else as somebody said it. */
function placeLine(t: Text, { unit, position }: Pick<Props, 'unit' | 'position'>, age: (at: number) => string): Line {
	const name = t('position')
	if (position?.position) return { name, value: placeText(position.position), age: age(position.at) }
	const { geometry } = unit
	if (geometry?.type !== 'Point') return { name, value: t('noPosition'), missing: true }
	const [lng = 0, lat = 0] = geometry.coordinates
	return { name, value: placeText({ lat, lng }), age: age(saidAt(unit, 'geometry')) }
}

function placeText(position: { readonly lat: number; readonly lng: number }): string {
	return formatUtmref(position, 10) ?? `${position.lat.toFixed(5)}, ${position.lng.toFixed(5)}`
}

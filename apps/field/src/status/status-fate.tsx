import type { Shown } from '@lagebild/client/dispatch/item.ts'
import { Fms } from '@lagebild/model/fms.ts'
import type { RowOf } from '@lagebild/model/row.ts'
import { useFormats } from '@lagebild/ui/formats-context.tsx'
import { CheckCheck, CircleX, Clock, Layers2 } from 'lucide-react'
import { useTranslations } from 'use-intl'

import { whoHolds } from '../outbox/who.ts'
import { saidAt } from '../picture/unit-picture.ts'
import { useFacts } from '../state/react.ts'
import { isOvertaken, isWaiting, newestSaid } from './standing.ts'

import styles from './status.module.css'

/** What became of the status that this device said last; of somebody else's word, whose it is. */
export function StatusFate({ unit }: { readonly unit: RowOf<'unit'> }) {
	const said = useFacts((facts) => facts.said)
	const newest = newestSaid(said, unit.id, 'fms')
	const read = Fms.safeParse(newest?.value)
	if (!newest || !read.success) return <Other unit={unit} />
	const isOver = newest.item.state === 'confirmed' && unit.fields.fms !== read.data && !isOvertaken(newest.item)
	return isOver ? <Other unit={unit} /> : <Own unit={unit} item={newest.item} fms={read.data} />
}

function Own({ unit, item, fms }: { readonly unit: RowOf<'unit'>; readonly item: Shown; readonly fms: Fms }) {
	const t = useTranslations('status')
	const format = useFormats()
	const now = useFacts((facts) => facts.now)
	const time = format.time(item.at, now)
	if (item.state === 'refused') return <Line icon="refused" text={t('refused', { fms })} />
	if (item.state === 'sent') return <Line icon="waits" text={t('sent', { fms })} />
	if (isWaiting(item)) return <Line icon="waits" text={t('waiting', { fms, time })} />
	if (isOvertaken(item)) return <Line icon="overtaken" text={t('superseded', { fms, time, who: whoHolds(unit, 'fms') ?? '' })} />
	return <Line icon="arrived" text={t('confirmed', { time })} />
}

function Other({ unit }: { readonly unit: RowOf<'unit'> }) {
	const t = useTranslations('status')
	const { time } = useFormats()
	const now = useFacts((facts) => facts.now)
	const name = whoHolds(unit, 'fms')
	if (!unit.fields.fms || name === undefined) return null
	return <span className={styles.fate}>{t('heard', { name, time: time(saidAt(unit, 'fms'), now) })}</span>
}

const ICONS = { refused: CircleX, waits: Clock, overtaken: Layers2, arrived: CheckCheck } as const

function Line({ icon, text }: { readonly icon: keyof typeof ICONS; readonly text: string }) {
	const Icon = ICONS[icon]
	return (
		<output className={styles.fate} data-fate={icon}>
			<Icon size={24} aria-hidden />
			{text}
		</output>
	)
}

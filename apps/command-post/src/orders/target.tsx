import { pointOf } from '@lagebild/map/items/facts.ts'
import type { EntityId } from '@lagebild/model/ids.ts'
import { Button } from '@lagebild/ui/button.tsx'
import { useFormats } from '@lagebild/ui/formats-context.tsx'
import { MapPin, X } from 'lucide-react'
import { useTranslations } from 'use-intl'

import { titleOf } from '../select/names.ts'
import { typedOf } from '../select/typed.ts'
import type { Thing } from '../state/facts.ts'
import { usePicture } from '../state/react.ts'
import { placeText } from './draft.ts'
import type { OrderDraft } from './draft.ts'
import { Pick } from './pick.tsx'
import { useScene } from './use-scene.ts'

import styles from './orders.module.css'

type Props = { readonly draft: OrderDraft; readonly onChange: (change: Partial<OrderDraft>) => void }

/** Ziel: words, a thing that is found by name or chosen on the map, UTMREF or degrees. */
export function Target({ draft, onChange }: Props) {
	const t = useTranslations('orders')
	const { timeZone } = useScene()
	const things = usePicture(({ content }) => content.things)
	const onText = (target: string) => {
		const typed = typedOf(target, timeZone)
		onChange({ target, ...(typed?.type === 'place' && { place: typed.place.position }) })
	}
	const onPick = (id: EntityId) => {
		const thing = things.get(id)
		if (thing) onChange(targetOf(thing, draft))
	}
	return (
		<div className={styles.target}>
			<Pick label={t('target')} hint={t('targetHint')} text={draft.target} onText={onText} onPick={onPick} fits={() => true} />
			{draft.place && (
				<p className={styles.chip}>
					<MapPin size={14} aria-hidden />
					{placeText(draft.place)}
					<Button size="icon" look="quiet" label={t('noPlace')} onPress={() => onChange({ place: undefined })}>
						<X size={14} aria-hidden />
					</Button>
				</p>
			)}
			<OnMap draft={draft} onChange={onChange} />
		</div>
	)
}

/** A thing that is somewhere becomes the target, and what the order is about. */
function targetOf({ row, measured }: Thing, draft: OrderDraft): Partial<OrderDraft> {
	const place = pointOf(row, measured)
	return {
		target: titleOf(row),
		...(place && { place }),
		...(row.kind !== 'unit' && row.kind !== 'section' && { about: [...new Set([...draft.about, row.id])] }),
	}
}

/** What is chosen on the map while the order is written. */
function OnMap({ draft, onChange }: Props) {
	const t = useTranslations('orders')
	const { language } = useFormats()
	const selected = usePicture(({ content, route }) => (route.selected === undefined ? undefined : content.things.get(route.selected)))
	const place = usePicture(({ view }) => view.place)
	const isNew = selected !== undefined && selected.row.kind !== 'task' && !draft.recipients.includes(selected.row.id)
	return (
		<>
			{isNew && draft.target !== titleOf(selected.row) && (
				<Button size="row" onPress={() => onChange(targetOf(selected, draft))}>
					<MapPin size={14} aria-hidden />
					<bdi className={styles.cut}>{t('takeSelected', { name: titleOf(selected.row, language) })}</bdi>
				</Button>
			)}
			{place && draft.place !== place.position && (
				<Button size="row" onPress={() => onChange({ place: place.position, ...(draft.target === '' && { target: place.text }) })}>
					<MapPin size={14} aria-hidden />
					{t('takePlace', { place: place.text })}
				</Button>
			)}
		</>
	)
}

import type { MapMenu as Asked } from '@lagebild/map/host-types.ts'
import { useFormats } from '@lagebild/ui/formats-context.tsx'
import { MenuList } from '@lagebild/ui/menu-list.tsx'
import type { MenuPart } from '@lagebild/ui/menu.tsx'
import { useRef } from 'react'
import { useTranslations } from 'use-intl'

import { creatable, mayChange } from '../edit/may.ts'
import { openChange, openNew } from '../edit/open.ts'
import { compose, mayOrder, wishFor } from '../orders/compose.ts'
import { placeText } from '../orders/draft.ts'
import { titleOf } from '../select/names.ts'
import { thingNow } from '../select/now.ts'
import { select } from '../state/actions.ts'
import type { Thing } from '../state/facts.ts'
import { notify } from '../state/notices.ts'
import { usePicture } from '../state/react.ts'

import styles from './draw.module.css'

type Props = { readonly asked: Asked; readonly onClose: () => void }

/** Right button, long press or the menu key on the map: what can be done at this place, and with the thing that is there. */
export function MapMenu({ asked, onClose }: Props) {
	const t = useTranslations('draw')
	const thing = usePicture((facts) => thingNow(facts, asked.id))
	const place = usePlaceParts(asked)
	const ofThing = useThingPart(thing)
	const trigger = useRef<HTMLButtonElement>(null)
	return (
		<>
			<button ref={trigger} type="button" className={styles.spot} style={{ left: asked.x, top: asked.y }} tabIndex={-1} aria-hidden />
			<MenuList
				key={`${asked.x} ${asked.y}`}
				label={t('menu')}
				parts={[...ofThing, ...place]}
				placement="bottom start"
				trigger={trigger}
				first="first"
				onClose={onClose}
			/>
		</>
	)
}

function usePlaceParts({ position }: Asked): readonly MenuPart[] {
	const t = useTranslations('draw')
	const kinds = useTranslations('kinds')
	const known = usePicture(creatable)
	const text = placeText(position)
	const made = known.map((kind) => ({ id: `new-${kind}`, label: kinds(kind), text: kinds(kind), onPress: () => openNew(kind, position) }))
	const copy = () => void navigator.clipboard.writeText(text).then(() => notify(t('copied', { text })))
	return [
		...(made.length > 0 ? [{ id: 'here', heading: t('here'), entries: made }] : []),
		{ id: 'place', heading: text, entries: [{ id: 'copy', label: t('copy'), text: t('copy'), onPress: copy }] },
	]
}

function useThingPart(thing: Thing | undefined): readonly MenuPart[] {
	const t = useTranslations('draw')
	const edit = useTranslations('edit')
	const { language } = useFormats()
	const may = usePicture((facts) => thing !== undefined && mayChange(facts, thing))
	const mayCompose = usePicture(mayOrder)
	if (!thing) return []
	const { id } = thing.row
	const entries = [
		{ id: 'open', label: t('openThing'), text: t('openThing'), onPress: () => select(id) },
		...(may ? [{ id: 'change', label: edit('action'), text: edit('action'), onPress: () => openChange(thing) }] : []),
		...(mayCompose ? [{ id: 'order', label: t('order'), text: t('order'), onPress: () => compose(wishFor(id)) }] : []),
	]
	return [{ id: 'thing', heading: titleOf(thing.row, language), entries }]
}

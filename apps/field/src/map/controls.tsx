import type { MapHost } from '@lagebild/map/host-types.ts'
import { Button } from '@lagebild/ui/button.tsx'
import { List, LocateFixed, Maximize, Minus, Plus } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'

import { locate } from '../state/position.ts'
import { store } from '../state/store.ts'
import { hereOf, unitPlace } from './here.ts'
import { boxAround, sectionBox } from './views.ts'

import styles from './map.module.css'

/** Whether the device found itself. */
export type Search = 'searching' | 'silent' | undefined

type Props = {
	readonly host: MapHost
	readonly onSearch: (search: Search) => void
	readonly lists: boolean
	readonly onList: () => void
}

/** One finger does: every drag of the map has a button beside it. */
export function Controls({ host, onSearch, lists, onList }: Props) {
	const t = useTranslations('map')
	const section = (): void => {
		const box = sectionBox(store.getState())
		if (box) host.fit(box)
	}
	return (
		<fieldset className={styles.controls} aria-label={t('controls')}>
			<Control label={t('zoomIn')} onPress={host.zoomIn}>
				<Plus size={28} aria-hidden />
			</Control>
			<Control label={t('zoomOut')} onPress={host.zoomOut}>
				<Minus size={28} aria-hidden />
			</Control>
			<Control label={t('me')} onPress={() => void findMe(host, onSearch)}>
				<LocateFixed size={28} aria-hidden />
			</Control>
			<Control label={t('section')} onPress={section}>
				<Maximize size={28} aria-hidden />
			</Control>
			<Control label={t('list')} pressed={lists} onPress={onList}>
				<List size={28} aria-hidden />
			</Control>
		</fieldset>
	)
}

type ControlProps = { readonly label: string; readonly onPress: () => void; readonly pressed?: boolean; readonly children: ReactNode }

function Control({ label, onPress, pressed, children }: ControlProps) {
	return (
		<Button look="quiet" className={styles.control} label={label} onPress={onPress} {...(pressed !== undefined && { pressed })}>
			{children}
		</Button>
	)
}

/** Whoever does not share their place is asked by the browser, and nobody else learns it. */
async function findMe(host: MapHost, onSearch: (search: Search) => void): Promise<void> {
	const known = hereOf(store.getState())
	if (known) {
		onSearch(undefined)
		return host.fit(boxAround(known))
	}
	onSearch('searching')
	const here = await locate()
	if (here) store.setState(({ now }) => ({ here: { ...here, at: now } }))
	onSearch(here ? undefined : 'silent')
	const place = here ?? unitPlace(store.getState())
	if (place) host.fit(boxAround(place))
}

import type { BasemapState, MapHost } from '@lagebild/map/host-types.ts'
import type { EntityId } from '@lagebild/model/ids.ts'
import { useFormats } from '@lagebild/ui/formats-context.tsx'
import { LocateOff, Map as MapIcon, Unplug } from 'lucide-react'
import { useState } from 'react'
import { useTranslations } from 'use-intl'

import { isOver } from '../picture/unit-picture.ts'
import { linkView } from '../state/link.ts'
import { useFacts } from '../state/react.ts'
import { Controls } from './controls.tsx'
import type { Search } from './controls.tsx'
import { OrderSheet, ThingCard } from './map-card.tsx'
import { MapView } from './map-view.tsx'
import { NearList } from './near-list.tsx'
import { useThing } from './use-thing.ts'

import styles from './map.module.css'

/** Where the unit is, where it is to go, and what is in between. */
export function MapPage() {
	const [host, setHost] = useState<MapHost>()
	const [chosen, setChosen] = useState<EntityId>()
	const [ground, setGround] = useState<BasemapState>()
	const [search, setSearch] = useState<Search>()
	const [lists, setLists] = useState(false)
	const choose = (id: EntityId): void => {
		setLists(false)
		setChosen(id)
		host?.ring(id, true)
	}
	return (
		<div className={styles.page}>
			<div className={styles.map}>
				<MapView host={host} onHost={setHost} chosen={chosen} onChoose={setChosen} onBasemap={setGround} />
				<div className={styles.notes}>
					<Notes search={search} ground={ground} />
				</div>
				{host && <Controls host={host} onSearch={setSearch} lists={lists} onList={() => setLists(!lists)} />}
			</div>
			<div className={styles.side}>
				{lists ? <NearList onChoose={choose} /> : <Card chosen={chosen} onClose={() => setChosen(undefined)} />}
			</div>
		</div>
	)
}

/** What was tapped; while nothing is, the order that comes first. */
function Card({ chosen, onClose }: { readonly chosen: EntityId | undefined; readonly onClose: () => void }) {
	const orders = useFacts(({ picture }) => picture.orders)
	const thing = useThing(chosen)
	const open = orders.filter((order) => !isOver(order))
	const order = chosen === undefined ? open[0] : open.find(({ id }) => id === chosen)
	if (order) return <OrderSheet key={order.id} order={order} onClose={chosen === undefined ? undefined : onClose} />
	return thing ? <ThingCard key={thing.row.id} thing={thing} onClose={onClose} /> : null
}

type NotesProps = { readonly search: Search; readonly ground: BasemapState | undefined }

/** What may not be taken for granted about this map: its age, its ground, its rate, its place. */
function Notes({ search, ground }: NotesProps) {
	const t = useTranslations('map')
	const { clock } = useFormats()
	const link = useFacts((facts) => facts.link)
	const now = useFacts((facts) => facts.now)
	const sparing = useFacts(({ preferences }) => preferences.rate === 'sparing')
	const view = linkView(link, now, clock)
	return (
		<>
			{'stand' in view && view.stand !== undefined && (
				<p className={styles.note} data-tone="old">
					<Unplug size={20} aria-hidden />
					{t('stand', { time: view.stand })}
				</p>
			)}
			{search && (
				<output className={styles.note}>
					<LocateOff size={20} aria-hidden />
					{t(search)}
				</output>
			)}
			{ground?.schematic && (
				<p className={styles.note}>
					<MapIcon size={20} aria-hidden />
					{t(ground.reason === 'missing' ? 'groundMissing' : 'notkarte')}
				</p>
			)}
			{ground && !ground.schematic && <p className={styles.credit}>{ground.attribution}</p>}
			{sparing && <p className={styles.note}>{t('sparing')}</p>}
		</>
	)
}

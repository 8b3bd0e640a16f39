import type { MapHost, MapMenu as MenuAsked } from '@lagebild/map/host-types.ts'
import { Menu } from '@lagebild/ui/menu.tsx'
import { FrozenStripe } from '@lagebild/ui/notice.tsx'
import { Layers, Map as MapIcon, Maximize, Minus, PencilRuler, Plus } from 'lucide-react'
import type { ReactNode } from 'react'
import { Suspense, useEffect, useState } from 'react'
import { Button } from 'react-aria-components/Button'
import { useTranslations } from 'use-intl'

import { beginNew } from '../edit/begin.ts'
import { creatable } from '../edit/may.ts'
import { HiddenLine } from '../filter/hidden-line.tsx'
import { useFrozenText } from '../frame/frozen.ts'
import { DrawTool, MapMenu, MapTraces } from '../frame/later.ts'
import type { ListedOperation } from '../state/facts.ts'
import { usePicture } from '../state/react.ts'
import { useBasemapParts } from './basemap-parts.ts'
import { MapView } from './map-view.tsx'
import { overlaysNow } from './overlays.ts'

import styles from './lage.module.css'

/** The map with everything that stands on it and is no part of the world. */
export function MapFrame({ operation }: { readonly operation: ListedOperation }) {
	const t = useTranslations('map')
	const [host, setHost] = useState<MapHost>()
	const frozen = useFrozenText()
	return (
		<>
			{frozen !== undefined && <FrozenStripe text={frozen} />}
			<div className={styles.map} data-framed={operation.status !== 'actual'}>
				<MapView area={operation.area} host={host} onHost={setHost} />
				{operation.status !== 'actual' && <Watermark status={operation.status} />}
				<NotkarteBadge />
				<HiddenLine onMap />
				{host && <Controls host={host} area={operation.area} />}
				{host && <Acts host={host} />}
				<Foot symbolSet={t('symbolSet')} />
			</div>
		</>
	)
}

function Watermark({ status }: { readonly status: 'exercise' | 'test' }) {
	const t = useTranslations('words.status')
	return (
		<div className={styles.watermark} aria-hidden>
			<span>{t(status)}</span>
		</div>
	)
}

function NotkarteBadge() {
	const t = useTranslations('map')
	const basemap = usePicture((facts) => facts.basemap)
	if (!basemap?.schematic) return null
	return (
		<div className={styles.badge}>
			<MapIcon size={16} aria-hidden />
			<strong>{t('notkarte')}</strong>
			<span>
				{t('notkarteText')}
				{basemap.reason !== undefined && basemap.reason !== 'chosen' && basemap.reason !== 'asking' && (
					<span className={styles.long}> · {t(`reason.${basemap.reason}`)}</span>
				)}
			</span>
		</div>
	)
}

function Control({ label, onPress, children }: { readonly label: string; readonly onPress?: () => void; readonly children: ReactNode }) {
	return (
		<Button className={styles.control ?? ''} aria-label={label} {...(onPress ? { onPress } : {})}>
			{children}
		</Button>
	)
}

function Controls({ host, area }: { readonly host: MapHost; readonly area: ListedOperation['area'] }) {
	const t = useTranslations('map')
	return (
		<div className={styles.controls}>
			<Control label={t('zoomIn')} onPress={host.zoomIn}>
				<Plus size={20} aria-hidden />
			</Control>
			<Control label={t('zoomOut')} onPress={host.zoomOut}>
				<Minus size={20} aria-hidden />
			</Control>
			<Control label={t('whole')} onPress={() => host.fit(area)}>
				<Maximize size={18} aria-hidden />
			</Control>
			<CreateMenu />
			<BasemapMenu />
		</div>
	)
}

/** What is done on the map is fetched with the first deed. */
function Acts({ host }: { readonly host: MapHost }) {
	const draws = usePicture(({ view }) => view.edit !== undefined)
	const traced = usePicture(({ said, route }) => said.length > 0 || route.selected !== undefined)
	const [asked, setAsked] = useState<MenuAsked>()
	useEffect(() => host.onMenu(setAsked), [host])
	return (
		<Suspense>
			{draws && <DrawTool host={host} />}
			{traced && <MapTraces host={host} />}
			{asked && <MapMenu asked={asked} onClose={() => setAsked(undefined)} />}
		</Suspense>
	)
}

function CreateMenu() {
	const t = useTranslations()
	const known = usePicture(creatable)
	if (known.length === 0) return null
	const entries = known.map((kind) => ({
		id: kind,
		label: t(`kinds.${kind}`),
		text: t(`kinds.${kind}`),
		onPress: () => void beginNew(kind),
	}))
	return (
		<Menu
			label={t('acting.create')}
			placement="bottom end"
			parts={[{ id: 'create', heading: t('acting.create'), entries }]}
			trigger={
				<Control label={t('acting.create')}>
					<PencilRuler size={18} aria-hidden />
				</Control>
			}
		/>
	)
}

function BasemapMenu() {
	const t = useTranslations()
	return (
		<Menu
			label={t('map.basemap')}
			placement="bottom end"
			parts={useBasemapParts()}
			trigger={
				<Control label={t('map.basemap')}>
					<Layers size={18} aria-hidden />
				</Control>
			}
		/>
	)
}

function Foot({ symbolSet }: { readonly symbolSet: string }) {
	const t = useTranslations('map')
	const view = usePicture((facts) => facts.mapView)
	const basemap = usePicture((facts) => facts.basemap)
	const metres = view?.scale.metres ?? 0
	const overlays = usePicture(overlaysNow)
	const attributions = [...new Set([basemap?.attribution ?? '', ...overlays.map(({ attribution }) => attribution)])].filter(Boolean)
	return (
		<div className={styles.foot}>
			<div className={styles.footBox}>
				{view && (
					<>
						<span className={styles.scale} style={{ width: view.scale.pixels }} aria-hidden />
						<span>{metres >= 1_000 ? t('kilometres', { kilometres: metres / 1_000 }) : t('metres', { metres })}</span>
						<span>{view.utmref}</span>
					</>
				)}
				<span>{symbolSet}</span>
			</div>
			{attributions.length > 0 && <div className={styles.footBox}>{attributions.join(' · ')}</div>}
		</div>
	)
}

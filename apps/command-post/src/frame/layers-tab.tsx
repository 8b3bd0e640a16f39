import { Button } from '@lagebild/ui/button.tsx'
import { Checkbox } from '@lagebild/ui/checkbox.tsx'
import { useFormats } from '@lagebild/ui/formats-context.tsx'
import { Menu } from '@lagebild/ui/menu.tsx'
import { Notice } from '@lagebild/ui/notice.tsx'
import { ALargeSmall, Map as MapIcon } from 'lucide-react'
import { Suspense } from 'react'
import { useTranslations } from 'use-intl'

import { useBasemapParts } from '../lage/basemap-parts.ts'
import { LAYER_GROUPS } from '../select/layer.ts'
import type { LayerId } from '../select/layer.ts'
import { shownNow } from '../select/now.ts'
import { ORGANISATIONS } from '../select/organisations.ts'
import { layerFigures } from '../select/visible.ts'
import type { LayerFigure } from '../select/visible.ts'
import { setPreferences, showLayers } from '../state/actions.ts'
import { SYMBOL_SIZES } from '../state/preferences.ts'
import { useNow, usePicture } from '../state/react.ts'
import { OverlayBoxes } from './later.ts'
import { LayerIcon } from './layer-icon.tsx'
import { SeverityFilter } from './severity-filter.tsx'

import styles from './frame.module.css'
import own from './left.module.css'

/** These stand in the tree even when they are empty: people look for them. */
const ALWAYS: ReadonlySet<LayerId> = new Set(['gauges', 'gates', 'incidents', 'warnings'])

export function LayersTab() {
	const t = useTranslations('layers')
	const figures = usePicture((facts) => layerFigures(shownNow(facts)))
	const hasOverlays = usePicture(({ config }) => (config?.overlays.length ?? 0) > 0)
	return (
		<>
			<SeverityFilter />
			<div className={styles.scroll}>
				{LAYER_GROUPS.map(({ id, layers }) => (
					<Group key={id} id={id} layers={layers.filter((layer) => ALWAYS.has(layer) || figures.has(layer))} figures={figures} />
				))}
				{hasOverlays && (
					<Suspense>
						<OverlayBoxes />
					</Suspense>
				)}
				{figures.size === 0 && <Notice title={t('empty')}>{t('emptyText')}</Notice>}
			</div>
			<BasemapFoot />
		</>
	)
}

type GroupProps = {
	readonly id: (typeof LAYER_GROUPS)[number]['id']
	readonly layers: readonly LayerId[]
	readonly figures: ReadonlyMap<LayerId, LayerFigure>
}

function Group({ id, layers, figures }: GroupProps) {
	const t = useTranslations('layers')
	const hidden = usePicture(({ filter }) => filter.hidden)
	const off = layers.filter((layer) => hidden.has(layer)).length
	if (layers.length === 0) return null
	const name = t(`groups.${id}`)
	return (
		<fieldset className={own.group}>
			<legend className={own.groupHead}>
				<Checkbox
					checked={off === 0}
					partly={off > 0 && off < layers.length}
					label={t('group', { name })}
					onChange={(shown) => showLayers(layers, shown)}
				>
					{name}
				</Checkbox>
			</legend>
			{layers.map((layer) => (
				<Layer key={layer} layer={layer} figure={figures.get(layer)} shown={!hidden.has(layer)} />
			))}
		</fieldset>
	)
}

export function useLayerName(): (layer: LayerId) => string {
	const t = useTranslations()
	return (layer) => {
		const organisation = ORGANISATIONS.find((name) => layer === `force-${name}`)
		if (organisation) return t(`words.organisation.${organisation}`)
		return t.has(`layers.names.${plainLayer(layer)}`) ? t(`layers.names.${plainLayer(layer)}`) : layer
	}
}

type PlainLayer = Exclude<LayerId, `force-${string}`>

function plainLayer(layer: LayerId): PlainLayer {
	return isPlainLayer(layer) ? layer : 'other'
}

function isPlainLayer(layer: LayerId): layer is PlainLayer {
	return !layer.startsWith('force-')
}

function Layer({ layer, figure, shown }: { readonly layer: LayerId; readonly figure: LayerFigure | undefined; readonly shown: boolean }) {
	const formats = useFormats()
	const now = useNow(10_000)
	const nameOf = useLayerName()
	return (
		<Checkbox className={own.layer} checked={shown} onChange={(next) => showLayers([layer], next)}>
			<LayerIcon layer={layer} />
			<span className={own.name}>{nameOf(layer)}</span>
			<span className={own.count}>{figure?.count ?? 0}</span>
			{figure && <span className={own.age}>{formats.age(figure.newest, now)}</span>}
		</Checkbox>
	)
}

const SIZE_STEP = 4

function BasemapFoot() {
	const t = useTranslations()
	const parts = useBasemapParts()
	const size = usePicture(({ preferences }) => preferences.symbolSize)
	const shown = parts[0]?.entries.find(({ chosen }) => chosen)?.text ?? t('layers.basemap')
	const resize = (step: number) => setPreferences({ symbolSize: Math.min(SYMBOL_SIZES.max, Math.max(SYMBOL_SIZES.min, size + step)) })
	return (
		<div className={own.foot}>
			<span className={own.footLabel}>{t('layers.basemap')}</span>
			<div className={own.footRow}>
				<Menu
					label={t('layers.basemap')}
					placement="top start"
					parts={parts}
					trigger={
						<Button className={own.basemap}>
							<MapIcon size={16} aria-hidden />
							<span className={own.name}>{shown}</span>
						</Button>
					}
				/>
				<Button size="icon" label={t('layers.smaller')} onPress={() => resize(-SIZE_STEP)} isDisabled={size <= SYMBOL_SIZES.min}>
					<ALargeSmall size={14} aria-hidden />
				</Button>
				<Button size="icon" label={t('layers.larger')} onPress={() => resize(SIZE_STEP)} isDisabled={size >= SYMBOL_SIZES.max}>
					<ALargeSmall size={20} aria-hidden />
				</Button>
			</div>
		</div>
	)
}

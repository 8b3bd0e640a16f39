import type { EntityId } from '@lagebild/model/ids.ts'
import { Button } from '@lagebild/ui/button.tsx'
import { Checkbox } from '@lagebild/ui/checkbox.tsx'
import { Segmented } from '@lagebild/ui/segmented.tsx'
import { useTranslations } from 'use-intl'

import { SelectInput } from '../operations/fields.tsx'
import { LAYER_GROUPS } from '../select/layer.ts'
import type { LayerId } from '../select/layer.ts'
import { figuresNow } from '../select/now.ts'
import { ORGANISATIONS } from '../select/organisations.ts'
import { resetFilter, setFilter, showLayers } from '../state/actions.ts'
import { usePicture } from '../state/react.ts'
import { HiddenLine } from './hidden-line.tsx'

import styles from './filter.module.css'

/** By organisation, kind, section and age. Organisations and kinds are the layers of the map: one state, two places to set it. */
export function FilterPanel() {
	const t = useTranslations('filter')
	return (
		<div className={styles.panel}>
			<h2>{t('title')}</h2>
			<Organisations />
			<Kinds />
			<Section />
			<Age />
			<HiddenLine />
			<div className={styles.foot}>
				<Button onPress={resetFilter}>{t('reset')}</Button>
			</div>
		</div>
	)
}

function Boxes({
	label,
	layers,
	nameOf,
}: {
	readonly label: string
	readonly layers: readonly LayerId[]
	readonly nameOf: (layer: LayerId) => string
}) {
	const hidden = usePicture(({ filter }) => filter.hidden)
	return (
		<fieldset className={styles.group}>
			<legend>{label}</legend>
			<div className={styles.two}>
				{layers.map((layer) => (
					<Checkbox key={layer} checked={!hidden.has(layer)} onChange={(shown) => showLayers([layer], shown)}>
						{nameOf(layer)}
					</Checkbox>
				))}
			</div>
		</fieldset>
	)
}

function Organisations() {
	const t = useTranslations()
	const nameOf = (layer: LayerId) => {
		const organisation = ORGANISATIONS.find((name) => layer === `force-${name}`)
		return organisation ? t(`words.organisation.${organisation}`) : layer
	}
	return <Boxes label={t('filter.organisations')} layers={ORGANISATIONS.map((name) => `force-${name}` as const)} nameOf={nameOf} />
}

const KINDS = [...LAYER_GROUPS[0].layers, ...LAYER_GROUPS[2].layers] as const

function Kinds() {
	const t = useTranslations()
	const nameOf = (layer: LayerId) => {
		const kind = KINDS.find((one) => one === layer)
		return kind ? t(`layers.names.${kind}`) : layer
	}
	return <Boxes label={t('filter.kinds')} layers={KINDS} nameOf={nameOf} />
}

const ALL = 'all'

function Section() {
	const t = useTranslations('filter')
	const section = usePicture(({ filter }) => filter.section)
	const { sections } = usePicture((facts) => figuresNow(facts).sums.forces)
	const known = sections.flatMap(({ id, name }): { id: EntityId; label: string }[] => (id === undefined ? [] : [{ id, label: name }]))
	return (
		<SelectInput
			label={t('section')}
			hint={t('sectionHint')}
			value={section ?? ALL}
			options={[{ id: ALL, label: t('allSections') }, ...known, { id: 'none', label: t('noSection') }]}
			onChange={(chosen) => setFilter({ section: chosen === ALL ? undefined : chosen })}
		/>
	)
}

const AGES = ['any', '15', '60', '240'] as const

function Age() {
	const t = useTranslations('filter')
	const within = usePicture(({ filter }) => filter.withinMinutes)
	return (
		<fieldset className={styles.group}>
			<legend>{t('age')}</legend>
			<Segmented
				label={t('age')}
				chosen={AGES.find((age) => age === String(within)) ?? 'any'}
				onChange={(age) => setFilter({ withinMinutes: age === 'any' ? undefined : Number(age) })}
				options={AGES.map((id) => ({ id, label: t(`ages.${id}`) }))}
			/>
		</fieldset>
	)
}

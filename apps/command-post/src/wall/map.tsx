import type { MapHost } from '@lagebild/map/host-types.ts'
import { GateGlyph } from '@lagebild/ui/gate-glyph.tsx'
import { FrozenStripe } from '@lagebild/ui/notice.tsx'
import { SeverityMark } from '@lagebild/ui/severity-mark.tsx'
import { useState } from 'react'
import { useTranslations } from 'use-intl'

import { useFrozenText } from '../frame/frozen.ts'
import { MapView } from '../lage/map-view.tsx'
import type { ListedOperation } from '../state/facts.ts'
import { usePicture } from '../state/react.ts'

import styles from './wall.module.css'

const SEVERITIES = ['Minor', 'Moderate', 'Severe', 'Extreme'] as const
const GATES = ['closed', 'open', 'closing', 'fault', 'unknown', 'conflict'] as const

/** The map without a control: what it shows is the area of the operation. */
export function WallMap({ operation }: { readonly operation: ListedOperation }) {
	const [host, setHost] = useState<MapHost>()
	const frozen = useFrozenText()
	return (
		<div className={styles.map} data-framed={operation.status !== 'actual'}>
			{frozen !== undefined && <FrozenStripe text={frozen} />}
			<div className={styles.ground} inert>
				<MapView area={operation.area} host={host} onHost={setHost} />
			</div>
			<Basemap />
			<Legend />
		</div>
	)
}

function Basemap() {
	const t = useTranslations('map')
	const basemap = usePicture((facts) => facts.basemap)
	return (
		<p className={styles.basemap}>
			{basemap?.schematic && <strong>{t('notkarte')}, </strong>}
			{basemap?.schematic && `${t('notkarteText')} · `}
			{t('symbolSet')} {basemap?.attribution}
		</p>
	)
}

function Legend() {
	const t = useTranslations('words')
	return (
		<ul className={styles.legend}>
			{SEVERITIES.map((level) => (
				<li key={level}>
					<SeverityMark level={level} size={24} /> {t(`severity.${level}`)}
				</li>
			))}
			{GATES.map((state) => (
				<li key={state}>
					<GateGlyph state={state} size={18} /> {t(`gate.${state}`)}
				</li>
			))}
		</ul>
	)
}

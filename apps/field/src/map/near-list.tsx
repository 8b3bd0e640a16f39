import { itemsOfRow } from '@lagebild/map/items/items.ts'
import { distanceMetres } from '@lagebild/model/geo.ts'
import type { EntityId } from '@lagebild/model/ids.ts'
import { Notice } from '@lagebild/ui/notice.tsx'
import { useTranslations } from 'use-intl'

import { allRows, measuredOf } from '../state/clients.ts'
import { useFacts } from '../state/react.ts'
import { unitPlace } from './here.ts'
import { shownRows } from './shown.ts'
import { useTexts } from './texts.ts'
import { useAway } from './use-thing.ts'

import styles from './map.module.css'

const MOST = 40
const MINUTE_MS = 60_000

/** What the map shows, in words, the nearest first: for who cannot see the map or meet a sign on it. */
export function NearList({ onChoose }: { readonly onChoose: (id: EntityId) => void }) {
	const t = useTranslations('map')
	const texts = useTexts()
	const away = useAway()
	const picture = useFacts((facts) => facts.picture)
	const gps = useFacts((facts) => facts.gps)
	const here = useFacts((facts) => facts.here)
	const minute = useFacts((facts) => Math.floor(facts.now / MINUTE_MS)) * MINUTE_MS
	const from = unitPlace({ gps, here, picture, now: minute })
	const context = { now: minute, texts }
	const rows = shownRows({ rows: allRows(), picture, drawsSelf: true })
	const items = rows.flatMap((row) => itemsOfRow(row, measuredOf(row.id), context))
	const near = from ? items.toSorted((a, b) => distanceMetres(from, a.position) - distanceMetres(from, b.position)) : items
	if (near.length === 0) return <Notice title={t('listNone')} />
	return (
		<ul className={styles.list} aria-label={t('list')}>
			{near.slice(0, MOST).map((item) => (
				<li key={`${item.id} ${item.type}`}>
					<button type="button" className={styles.row} onClick={() => onChoose(item.id)}>
						<span>{item.title}</span>
						<span className={styles.away}>{away(item.position)}</span>
					</button>
				</li>
			))}
		</ul>
	)
}

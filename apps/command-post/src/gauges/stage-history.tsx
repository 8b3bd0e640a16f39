import { useFormats } from '@lagebild/ui/formats-context.tsx'
import { useTranslations } from 'use-intl'

import { useHistory } from '../detail/history.ts'
import type { HistoryEntry } from '../detail/history.ts'
import type { GaugeView } from '../select/gauges.ts'
import { rawThingNow } from '../select/now.ts'
import type { Thing } from '../state/facts.ts'
import { useNow, usePicture } from '../state/react.ts'

import styles from './gauges.module.css'

type Declared = { readonly entry: HistoryEntry; readonly stage: number | null; readonly reason: string | undefined }

function declaredIn(entry: HistoryEntry): readonly Declared[] {
	const said = new Map(entry.said)
	const stage = said.get('stage')
	const reason = said.get('stageReason')
	if (!entry.person || (typeof stage !== 'number' && stage !== null)) return []
	return [{ entry, stage, reason: typeof reason === 'string' ? reason : undefined }]
}

/** Every declaration of this gauge as it stands in the journal, the newest first. */
export function StageHistory({ row }: Pick<GaugeView, 'row'>) {
	const thing = usePicture((facts) => rawThingNow(facts, row.id))
	return thing && row.fields.stage !== undefined ? <Declarations thing={thing} /> : null
}

function Declarations({ thing: { operation, row } }: { readonly thing: Thing }) {
	const t = useTranslations('stage')
	const formats = useFormats()
	const now = useNow(60_000)
	const { history } = useHistory({ operation, id: row.id, version: row.v })
	if (history.state !== 'loaded') return null
	const declared = history.entries.flatMap(declaredIn)
	return (
		<>
			<h3>{t('history')}</h3>
			<ol className={styles.expected}>
				{declared.map(({ entry, stage, reason }) => (
					<li key={entry.seq}>
						<span>
							<strong>{stage === null ? t('none') : t('short', { stage })}</strong>
							{reason !== undefined && (
								<>
									: <bdi>{reason}</bdi>
								</>
							)}
						</span>
						<span className={styles.muted}>
							<bdi>{entry.who}</bdi>
							{entry.at !== undefined && `, ${formats.time(entry.at, now)}`}
						</span>
					</li>
				))}
			</ol>
		</>
	)
}

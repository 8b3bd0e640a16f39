import type { FeedView } from '@lagebild/model/feeds-protocol.ts'
import { readIso } from '@lagebild/model/time.ts'
import { useFormats } from '@lagebild/ui/formats-context.tsx'
import { useTranslations } from 'use-intl'

import type { ListedOperation } from '../state/facts.ts'
import { useNow, usePicture } from '../state/react.ts'
import { cadenceOf } from './standing.ts'
import { useSpan } from './words.tsx'

import styles from './sources.module.css'

type Props = { readonly feed: FeedView; readonly operation: ListedOperation }

/** What the feed declares of itself; addresses come from the hub without secrets. */
export function DeclaredSection({ feed, operation }: Props) {
	const t = useTranslations('sourceDetail')
	const facts = useFacts(feed, operation)
	return (
		<section className={styles.section} aria-label={t('facts')}>
			<h3>{t('facts')}</h3>
			<dl className={styles.facts}>
				{facts.map(([name, value]) => (
					<div key={name}>
						<dt>{t(`fact.${name}`)}</dt>
						<dd>
							<bdi>{value}</bdi>
						</dd>
					</div>
				))}
			</dl>
		</section>
	)
}

function useFacts(feed: FeedView, operation: ListedOperation) {
	const t = useTranslations('sources')
	const formats = useFormats()
	const span = useSpan()
	const now = useNow(10_000)
	const operations = usePicture((facts) => facts.operations)
	const cadence = cadenceOf(feed)
	const newest = feed.newest === null ? undefined : readIso(feed.newest)
	const spoken =
		operations.find(({ id }) => id === feed.operation)?.name ?? (feed.operation === operation.id ? operation.name : feed.operation)
	const all = [
		['id', feed.id],
		['operation', spoken],
		['mode', feed.mode && t(`modes.${feed.mode}`)],
		['key', feed.key],
		['version', feed.version],
		['endRule', feed.endRule],
		['geometryFrom', feed.geometryFrom],
		['cadence', cadence === undefined ? undefined : span(cadence)],
		['silent', feed.silentMs === null ? undefined : span(feed.silentMs)],
		['newest', newest === undefined ? undefined : formats.stand(newest, now)],
		['address', feed.address],
		['node', feed.node],
		['mapping', feed.mappingVersion],
		['licence', feed.licence],
		['attribution', feed.attribution],
	] as const
	return all.flatMap(([name, value]) => (value === undefined || value === null || value === '' ? [] : [[name, value] as const]))
}

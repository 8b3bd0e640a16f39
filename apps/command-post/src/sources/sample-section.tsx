import type { FeedSample, FeedView } from '@lagebild/model/feeds-protocol.ts'
import { readIso } from '@lagebild/model/time.ts'
import { Button } from '@lagebild/ui/button.tsx'
import { useFormats } from '@lagebild/ui/formats-context.tsx'
import { useCallback, useMemo } from 'react'
import { useTranslations } from 'use-intl'

import { useRefusalWords } from '../access/refusal-text.tsx'
import { useRemote } from '../access/use-remote.ts'
import type { ListedOperation } from '../state/facts.ts'
import { useNow } from '../state/react.ts'
import { sampleOf } from './api.ts'
import { MappedFacts } from './mapped-facts.tsx'
import { thingsOf } from './mapped.ts'
import { RawText } from './raw-text.tsx'
import { indented } from './raw.ts'
import { SmallMap } from './small-map.tsx'

import styles from './sources.module.css'

const EVERY_MS = 30_000

type Props = { readonly feed: FeedView; readonly operation: ListedOperation }

/** The newest message as it came, beside what became of it. */
export function SampleSection({ feed, operation }: Props) {
	const t = useTranslations('sourceDetail')
	return (
		<section className={styles.section} aria-label={t('sample')}>
			<h3>{t('sample')}</h3>
			{feed.may.inspect ? <Sample feed={feed} operation={operation} /> : <p className={styles.muted}>{t('sampleForbidden')}</p>}
		</section>
	)
}

function Sample({ feed, operation }: Props) {
	const t = useTranslations()
	const words = useRefusalWords()
	const load = useCallback(() => sampleOf(feed.id), [feed.id])
	const { value, refusal, reload } = useRemote<FeedSample | undefined>(load, EVERY_MS)
	if (value) return <Shown sample={value} feed={feed} operation={operation} />
	if (refusal)
		return (
			<div role="alert">
				<p className={styles.muted}>{words(refusal)}</p>
				<Button size="row" onPress={() => void reload()}>
					{t('sources.retry')}
				</Button>
			</div>
		)
	return (
		<p className={styles.muted}>
			{t('sourceDetail.sampleNone')}. {t('sourceDetail.sampleNoneText')}
		</p>
	)
}

const KILO = 1_024

function Shown({ sample, feed, operation }: Props & { readonly sample: FeedSample }) {
	const t = useTranslations('sourceDetail')
	const formats = useFormats()
	const now = useNow(10_000)
	const at = readIso(sample.at) ?? now
	const things = useMemo(
		() => thingsOf(sample, { feed: feed.id, operation: operation.id, at: readIso(sample.at) ?? 0 }),
		[sample, feed.id, operation.id],
	)
	return (
		<>
			<p className={styles.muted}>
				{formats.stand(at, now)}
				{sample.channel !== null && (
					<>
						, <bdi>{sample.channel}</bdi>
					</>
				)}
			</p>
			<div className={styles.beside}>
				<div>
					<h4>{t('raw')}</h4>
					<RawText text={indented(sample.raw)} label={t('raw')} />
					{sample.rawTruncated && <p className={styles.muted}>{t('rawCut', { size: Math.round(sample.raw.length / KILO) })}</p>}
				</div>
				<div>
					<h4>{t('mapped')}</h4>
					<MappedFacts things={things} />
				</div>
			</div>
			<h4>{t('map')}</h4>
			<SmallMap things={things} />
		</>
	)
}
